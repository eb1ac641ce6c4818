import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testConnection } from '@/lib/connections/commands';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import { jobContext, Lineages, routeTo, startTestJira, type TestJira, wishFor } from '@/scripts/testing/jira';
import { at, faultsOf, jiraOpenapi, operationOf } from '@/scripts/testing/openapi';
import { makeDistributeJob, makeMonitorJob } from './job';

type Call = { method: string; path: string; query: string[]; body: unknown };

const calls: Call[] = [];
let jira: TestJira;
let recorder: { url: string; close(): void };

/** Stands between our client and the site, and keeps what was asked. */
async function startRecorder(target: string) {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const text = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url ?? '/', target);
    const { method = 'GET' } = request;
    calls.push({
      method,
      path: url.pathname,
      query: [...url.searchParams.keys()],
      body: text === '' ? undefined : JSON.parse(text),
    });
    const headers = {
      authorization: request.headers.authorization ?? '',
      'content-type': 'application/json',
    };
    const answer = await fetch(url, { method, headers, body: text === '' ? undefined : text }).catch(
      () => null,
    );
    if (!answer) return request.socket.destroy(); // a cut connection is handed on as one
    response.writeHead(answer.status, { date: answer.headers.get('date') ?? '' }).end(await answer.text());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: () => server.close(),
  };
}

/** Everything that tickets do, once: the calls are judged below. */
beforeAll(async () => {
  jira = await startTestJira();
  recorder = await startRecorder(jira.site.url);
  const { connectionId } = jira;
  await database().connection.update({ where: { id: connectionId }, data: { baseUrl: recorder.url } });
  await routeTo(connectionId, 'PLAT', { assignee: '5b10a2844c20165700ede21a' });
  const timing = {
    requestTimeoutMs: 500,
    indexLagMs: 10,
    backoffBaseMs: 5,
    backoffCapMs: 20,
    pagePauseMs: 0,
  };
  const lineages = new Lineages();
  const distribute = () => makeDistributeJob(lineages.hooks, { timing }).run(jobContext({ connectionId }));
  const poll = () => makeMonitorJob(lineages.hooks, { timing }).run(jobContext({ connectionId }));

  lineages.wishes = ['1', '2'].map((id) => wishFor(id));
  await jira.control('POST', 'faults/next', { kind: 'cutAfter' });
  await distribute();
  await jira.control('POST', 'issues/PLAT-1/transition', { to: 'Done' });
  await poll();
  const ticket = await database().ticket.findFirstOrThrow({ where: { key: 'PLAT-1' } });
  const lineageId = ticket.subject?.replace('lineage:', '') ?? '';
  lineages.wishes = [wishFor(lineageId, { deed: 'reopen', sequence: 'd1', ticketId: String(ticket.id) })];
  const match = { method: 'POST', path: '/issue/*/comment' };
  await jira.control('POST', 'faults/next', { kind: 'cutAfter', times: 1, match });
  await distribute();
  await jira.control('POST', 'issues/PLAT-2/delete');
  await database().$executeRaw`UPDATE sync_cursors SET last_checked_at = NULL`;
  await poll();
  await testConnection({ actor: systemActor('test'), connectionId });
});

afterAll(async () => {
  recorder.close();
  await jira.site.close();
});

it('uses these calls and no others', () => {
  const used = new Set(calls.map(({ method, path }) => `${method} ${path.replace(/\/\d{2,}/, '/{id}')}`));
  expect([...used].sort()).toEqual([
    'GET /rest/api/3/issue/createmeta/PLAT/issuetypes',
    'GET /rest/api/3/issue/{id}',
    'GET /rest/api/3/issue/{id}/comment',
    'GET /rest/api/3/issue/{id}/transitions',
    'GET /rest/api/3/mypermissions',
    'GET /rest/api/3/myself',
    'GET /rest/api/3/project/search',
    'GET /rest/api/3/serverInfo',
    'POST /rest/api/3/issue',
    'POST /rest/api/3/issue/bulkfetch',
    'POST /rest/api/3/issue/{id}/comment',
    'POST /rest/api/3/issue/{id}/transitions',
    'POST /rest/api/3/search/jql',
  ]);
});

it('asks as Atlassian’s OpenAPI describes: paths, parameters and bodies', () => {
  const faults = jiraOpenapi === null ? [] : calls.flatMap(faultsOfCall);
  expect(faults).toEqual([]);
  const searches = calls.filter(({ path }) => path.endsWith('/search/jql'));
  // What the description cannot say: queries are bounded, at most 5 properties, at most 50 reconciled, dates unquoted.
  for (const { body } of searches) {
    expect(at(body, 'jql')).toMatch(/^(labels|project) = "/);
    expect(at(body, 'jql')).not.toMatch(/updated >= "/);
  }
});

function faultsOfCall({ method, path, query, body }: Call): string[] {
  const found = operationOf(method, path);
  if (!found) return [`${method} ${path}: no such call`];
  const parameters = at(found.operation, 'parameters');
  const known = Array.isArray(parameters) ? parameters.map((each) => at(each, 'name')) : [];
  const strange = query.filter((name) => !known.includes(name)).map((name) => `${path}: parameter ${name}`);
  const schema = at(found.operation, 'requestBody', 'content', 'application/json', 'schema');
  if (body !== undefined && schema === undefined) return [...strange, `${method} ${path}: takes no body`];
  return [...strange, ...faultsOf(body, schema, `${method} ${path}`)];
}
