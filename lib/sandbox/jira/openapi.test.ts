import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/scripts/testing/database';
import { jiraOpenapi } from '@/scripts/testing/openapi';
import { isRecord } from '../read';
import { type JiraSandbox, startJiraSandbox } from './server';
import { at, Caller, paragraph } from './testing';

/** Atlassian's own description, beside the checkout where it is there (see ../shared/data/README.md). */
const isThere = jiraOpenapi !== null;
const openapi = jiraOpenapi ?? {};

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: isRecord,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
};

/** What a value breaks in a schema: kinds, required and undeclared properties, enums; one line per fault. */
function faultsOf(value: unknown, schema: unknown, place = '$'): string[] {
  if (!isRecord(schema)) return [];
  if (typeof schema.$ref === 'string') {
    return faultsOf(value, at(openapi, ...schema.$ref.slice(2).split('/')), place);
  }
  if (Array.isArray(schema.allOf))
    return schema.allOf.flatMap((part: unknown) => faultsOf(value, part, place));
  if (Array.isArray(schema.oneOf)) {
    const attempts = schema.oneOf.map((part: unknown) => faultsOf(value, part, place));
    return attempts.some((faults) => faults.length === 0) ? [] : (attempts[0] ?? []);
  }
  if (value === null) return schema.nullable === true || schema.type === undefined ? [] : [`${place}: null`];
  const isType = TYPES[String(schema.type)];
  if (isType && !isType(value)) return [`${place}: not ${String(schema.type)}`];
  if (Array.isArray(schema.enum) && !schema.enum.includes(value)) return [`${place}: not in the enum`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => faultsOf(item, schema.items, `${place}[${index}]`));
  return isRecord(value) ? faultsOfObject(value, schema, place) : [];
}

function faultsOfObject(
  value: Record<string, unknown>,
  schema: Record<string, unknown>,
  place: string,
): string[] {
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  const missing = required.filter((name) => !(name in value)).map((name) => `${place}.${name}: missing`);
  const others = Object.entries(value).flatMap(([name, item]) => {
    if (Object.hasOwn(properties, name)) return faultsOf(item, properties[name], `${place}.${name}`);
    return schema.additionalProperties === false ? [`${place}.${name}: undeclared`] : [];
  });
  return [...missing, ...others];
}

describe.skipIf(!isThere)("answers agree with Atlassian's OpenAPI", () => {
  let database: TestDatabase;
  let sandbox: JiraSandbox;
  let jira: Caller;

  beforeAll(async () => {
    database = await createTestDatabase();
    sandbox = await startJiraSandbox({ databaseUrl: database.url });
    jira = new Caller(sandbox);
    await jira.make(
      { description: paragraph('Words') },
      { properties: [{ key: 'evenkeel', value: { a: 1 } }] },
    );
  });
  afterAll(async () => {
    await sandbox.close();
    await database.drop();
  });

  const link = { globalId: 'g', object: { url: 'https://example.com', title: 'Example' } };
  it.each<[string, string, string, string, unknown?]>([
    [
      'POST',
      '/issue',
      '/issue',
      '201',
      { fields: { project: { id: '10000' }, issuetype: { id: '10001' }, summary: 'x' } },
    ],
    ['POST', '/issue/bulkfetch', '/issue/bulkfetch', '200', { issueIdsOrKeys: ['PLAT-1'], fields: ['*all'] }],
    ['GET', '/issue/{issueIdOrKey}', '/issue/PLAT-1?properties=*all&expand=changelog', '200'],
    ['POST', '/issue/{issueIdOrKey}/comment', '/issue/PLAT-1/comment', '201', { body: paragraph('Hello') }],
    ['GET', '/issue/{issueIdOrKey}/comment', '/issue/PLAT-1/comment', '200'],
    ['GET', '/issue/{issueIdOrKey}/transitions', '/issue/PLAT-1/transitions', '200'],
    [
      'POST',
      '/issue/{issueIdOrKey}/transitions',
      '/issue/PLAT-1/transitions',
      '204',
      { transition: { id: '21' } },
    ],
    ['GET', '/issue/{issueIdOrKey}/changelog', '/issue/PLAT-1/changelog', '200'],
    ['GET', '/issue/{issueIdOrKey}/properties', '/issue/PLAT-1/properties', '200'],
    ['GET', '/issue/{issueIdOrKey}/properties/{propertyKey}', '/issue/PLAT-1/properties/evenkeel', '200'],
    ['POST', '/issue/{issueIdOrKey}/remotelink', '/issue/PLAT-1/remotelink', '201', link],
    ['GET', '/issue/{issueIdOrKey}/remotelink', '/issue/PLAT-1/remotelink', '200'],
    ['POST', '/search/jql', '/search/jql', '200', { jql: 'project = PLAT', fields: ['*all'], maxResults: 1 }],
    ['GET', '/search/jql', '/search/jql?jql=project%3DPLAT&fields=summary', '200'],
    ['GET', '/project/search', '/project/search', '200'],
    ['GET', '/user/assignable/search', '/user/assignable/search?project=PLAT&query=ana', '200'],
    ['GET', '/issue/createmeta/{projectIdOrKey}/issuetypes', '/issue/createmeta/PLAT/issuetypes', '200'],
    [
      'GET',
      '/issue/createmeta/{projectIdOrKey}/issuetypes/{issueTypeId}',
      '/issue/createmeta/PLAT/issuetypes/10001',
      '200',
    ],
    ['GET', '/myself', '/myself', '200'],
    ['GET', '/serverInfo', '/serverInfo', '200'],
    ['GET', '/mypermissions', '/mypermissions?projectKey=PLAT&permissions=CREATE_ISSUES,ADD_COMMENTS', '200'],
  ])('%s %s', async (method, pattern, path, status, body) => {
    const reply = await jira.call(method, path, body);
    expect([String(reply.status), reply.body]).toEqual([status, reply.body]);
    const response = at(openapi, 'paths', `/rest/api/3${pattern}`, method.toLowerCase(), 'responses', status);
    expect(response).toBeDefined();
    expect(faultsOf(reply.body, at(response, 'content', 'application/json', 'schema'))).toEqual([]);
  });

  it('finds what is wrong with a wrong answer', () => {
    const schema = { $ref: '#/components/schemas/CreatedIssue' };
    expect(faultsOf({ id: 1, key: 'A-1', color: 'red' }, schema)).toEqual([
      '$.id: not string',
      '$.color: undeclared',
    ]);
  });
});
