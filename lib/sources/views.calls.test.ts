import { beforeAll, expect, it } from 'vitest';
import { GET as listFaults } from '@/app/api/imports/[id]/faults/route';
import { GET as readImport } from '@/app/api/imports/[id]/route';
import { GET as listCharges } from '@/app/api/resources/[id]/charges/route';
import { GET as totalCharges } from '@/app/api/resources/[id]/charges/totals/route';
import { GET as listImports } from '@/app/api/sources/[id]/imports/route';
import { GET as readSource } from '@/app/api/sources/[id]/route';
import { POST as createSource, GET as listSources } from '@/app/api/sources/route';
import { database } from '@/lib/core/db';
import { hashToken } from '@/lib/people/password';
import { billOf, daily, makeSource, send } from './testing';

/** The calls as the API has them, from the request to the answer. */
const TOKENS = { viewer: 'v'.repeat(32), operator: 'o'.repeat(32) } as const;
type Handler = typeof listSources;
type Call = { query?: string; id?: string; accept?: string; body?: object; role?: keyof typeof TOKENS };

function call(handler: Handler, { query = '', id, accept, body, role = 'viewer' }: Call = {}) {
  const headers = new Headers({ authorization: `Bearer ${TOKENS[role]}` });
  if (accept) headers.set('accept', accept);
  if (body) headers.set('content-type', 'application/json');
  const request = new Request(`http://127.0.0.1:3000/api/x?${query}`, {
    method: body ? 'POST' : 'GET',
    headers,
    body: body ? JSON.stringify(body) : undefined,
  });
  return handler(request, { params: Promise.resolve(id === undefined ? {} : { id }) });
}

let sourceId = '';
let importId = '';
let resourceId = '';

beforeAll(async () => {
  await database().apiToken.createMany({
    data: (['viewer', 'operator'] as const).map((role) => ({
      name: role,
      role,
      tokenHash: hashToken(TOKENS[role]),
    })),
  });
  sourceId = await makeSource('focus', { maxBadShare: 1 });
  const sent = await send(sourceId, billOf([...daily(1, 3, {}), { EffectiveCost: '=1+1' }]));
  importId = sent.importId;
  resourceId = String((await database().resource.findFirstOrThrow()).id);
});

it('each call answers with what its contract says', async () => {
  const answers = await Promise.all([
    call(listSources),
    call(readSource, { id: sourceId }),
    call(listImports, { id: sourceId }),
    call(readImport, { id: importId }),
    call(listFaults, { id: importId }),
    call(listCharges, { id: resourceId, query: 'limit=2&from=2026-10-01&meter=&all=true' }),
    call(totalCharges, { id: resourceId }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 200]);
  const [, , imports, , , charges, totals] = await Promise.all(answers.map((answer) => answer.json()));
  expect(imports.items).toMatchObject([{ id: importId, rowsRefused: 1 }]);
  expect(charges.items).toHaveLength(2);
  expect(totals.items).toMatchObject([{ currency: 'USD', rows: 3, effectiveCost: '3' }]);
});

it('charges leave as CSV, all pages of the filtered list', async () => {
  const answer = await call(listCharges, { id: resourceId, accept: 'text/csv', query: 'sort=start' });
  const lines = (await answer.text()).trim().split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toMatch(/^chargeStart,chargeEnd,service,meter,/);
  expect(lines[1]).toMatch(/^2026-10-01T00:00:00\.000Z,.*,made\.csv,2$/);
});

it.each([
  ['an unknown sort', { query: 'sort=colour' }, 422, 'sort'],
  ['a day that is none', { query: 'from=2026-02-31' }, 422, 'from'],
  ['an id that is no number', { id: 'vol-1' }, 422, 'id'],
  ['a resource that is not there', { id: '999999' }, 404, undefined],
])('%s is told with its place', async (_, given, status, path) => {
  const answer = await call(listCharges, { id: resourceId, ...given });
  expect(answer.status).toBe(status);
  expect((await answer.json()).errors[0]?.path).toBe(path);
});

it('an operator adds a source, a viewer does not, and a name is taken once', async () => {
  const body = { name: 'Main bill', kind: 'focus' };
  expect((await call(createSource, { body })).status).toBe(403);
  const made = await call(createSource, { body, role: 'operator' });
  expect(made.status).toBe(201);
  const { id } = await made.json();
  expect(await (await call(readSource, { id })).json()).toMatchObject({
    name: 'Main bill',
    config: { maxBadShare: 0.01 },
    isStale: true,
  });
  expect((await call(createSource, { body, role: 'operator' })).status).toBe(409);
});
