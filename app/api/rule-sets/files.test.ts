import { beforeAll, beforeEach, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { hashToken } from '@/lib/people/password';
import type { Role } from '@/lib/people/roles.schema';
import { systemActor } from '@/lib/people/schema';
import { createRuleSet, publishDraft } from '@/lib/rules/editing/commands';
import { unpackFolder } from '@/lib/rules/files/archive';
import type { Comparison, Taken } from '@/lib/rules/files/schema';
import { GET as readFile } from './[slug]/file/route';
import { GET as exportFiles } from './export/route';
import { POST as compare } from './import/compare/route';
import { POST as take } from './import/route';

/** The whole way by HTTP, as a browser or curl goes it: an archive out, bytes in, choices back. */
const tokenOf = (role: Role) => role.charAt(0).repeat(32);
const idle = (days: number) =>
  `ruleset: idle\ndomain: finops\nrules:\n  - name: idle\n    condition: "idle_days >= ${days}"\n    recommend: { action: stop, reason: "Müll" }\n`;

type Sent = { method?: string; body?: Uint8Array<ArrayBuffer> | string; as?: Role; type?: string };
function requestTo(path: string, { method = 'POST', body, as = 'operator', type }: Sent) {
  const headers = { authorization: `Bearer ${tokenOf(as)}`, ...(type ? { 'content-type': type } : {}) };
  return new Request(`http://127.0.0.1:3000/api/rule-sets${path}`, { method, body, headers });
}
const at = (params: Record<string, string> = {}) => ({ params: Promise.resolve(params) });
const get = (path: string, as: Role = 'viewer') => requestTo(path, { method: 'GET', as });
const send = (path: string, json: unknown) =>
  requestTo(path, { body: JSON.stringify(json), type: 'application/json' });

beforeAll(async () => {
  const roles: Role[] = ['viewer', 'operator'];
  await database().apiToken.createMany({
    data: roles.map((role) => ({ name: role, role, tokenHash: hashToken(tokenOf(role)) })),
  });
});
beforeEach(async () => {
  await database().$executeRaw`TRUNCATE rule_sets CASCADE`;
  await createRuleSet({ actor: systemActor('test'), yaml: idle(14) });
  const first = { slug: 'idle', number: 1, revision: 1, note: 'The first' };
  await publishDraft({ actor: systemActor('test'), ...first });
});

it('a viewer gets every set as an archive to keep, and one as its file, to the byte', async () => {
  const archive = await exportFiles(get('/export'), at());
  expect(archive.headers.get('content-type')).toBe('application/gzip');
  expect(archive.headers.get('content-disposition')).toBe('attachment; filename="evenkeel-rules.tar.gz"');
  expect(archive.headers.get('cache-control')).toBe('no-store');
  const { files } = unpackFolder(Buffer.from(await archive.arrayBuffer()), '');
  expect(files).toEqual([{ path: 'finops/idle.yaml', text: idle(14) }]);
  const file = await readFile(get('/idle/file'), at({ slug: 'idle' }));
  expect([file.headers.get('content-type'), await file.text()]).toEqual(['application/yaml', idle(14)]);
  expect((await readFile(get('/nothing/file'), at({ slug: 'nothing' }))).status).toBe(404);
});

it('an archive is sent as it is, compared, and what is chosen is published', async () => {
  const archive = await (await exportFiles(get('/export'), at())).arrayBuffer();
  const sent = requestTo('/import/compare?file=rules.tar.gz', { body: new Uint8Array(archive) });
  const same: Comparison = await (await compare(sent, at())).json();
  expect(same.files).toMatchObject([{ slug: 'idle', state: 'same', file: null }]);

  const one = requestTo('/import/compare?file=idle.yaml', { body: idle(20) });
  const changed: Comparison = await (await compare(one, at())).json();
  expect(changed.files).toMatchObject([{ state: 'changed', file: idle(20), current: idle(14) }]);
  const files = [{ path: 'idle.yaml', yaml: idle(20), currentVersion: 1 }];
  const answer = await take(send('/import', { files, note: 'Merged in git', publish: true }), at());
  const taken: Taken = await answer.json();
  expect(taken.results).toMatchObject([{ slug: 'idle', outcome: 'published', version: 2, error: null }]);
  expect(await (await readFile(get('/idle/file'), at({ slug: 'idle' }))).text()).toBe(idle(20));
});

it('what is published keeps to the limits that the set declares, and is told where it does not', async () => {
  const limited = idle(20).replace('rules:', 'limits: { new_tickets: 5 }\nrules:');
  const files = [{ path: 'idle.yaml', yaml: limited, currentVersion: 1 }];
  const answer = await take(send('/import', { files, note: 'Merged in git', publish: true }), at());
  const taken: Taken = await answer.json();
  expect(taken.results).toMatchObject([
    { outcome: 'refused', error: expect.stringContaining('run a backtest first') },
  ]);
});

it('who may only look compares nothing, and an upload that is too large or no archive is refused', async () => {
  const statusOf = async (sent: Request) => (await compare(sent, at())).status;
  expect(await statusOf(requestTo('/import/compare', { body: idle(20), as: 'viewer' }))).toBe(403);
  expect(await statusOf(requestTo('/import/compare', { body: new Uint8Array(10_000_001) }))).toBe(413);
  expect(await statusOf(requestTo('/import/compare?file=a.png', { body: 'nothing' }))).toBe(422);
});
