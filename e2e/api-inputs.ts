import { type APIRequestContext, request } from '@playwright/test';
import { listArmingContract } from '@/lib/contracts/arming';
import { listAuditContract } from '@/lib/contracts/audit';
import * as backtests from '@/lib/contracts/backtests';
import * as catalog from '@/lib/contracts/catalog';
import * as connections from '@/lib/contracts/connections';
import * as deliveries from '@/lib/contracts/deliveries';
import * as exemptions from '@/lib/contracts/exemptions';
import * as people from '@/lib/contracts/people';
import * as recommendations from '@/lib/contracts/recommendations';
import * as resources from '@/lib/contracts/resources';
import * as routing from '@/lib/contracts/routing';
import * as rules from '@/lib/contracts/rules';
import * as schedules from '@/lib/contracts/schedules';
import { listImportsContract, listSourcesContract } from '@/lib/contracts/sources';
import { billExample } from '@/lib/contracts/sources.examples';
import * as tickets from '@/lib/contracts/tickets';
import * as views from '@/lib/contracts/views';
import { importResult } from '@/lib/sources/schema';
import { addSource, call, ENDED, freshName, runIn, startRun } from './fixtures';
import { healJira, silenceJira } from './jira';
import { makeTwins } from './joins';

/**
 * What each operation is called with where its example names records that only the reference has. Each makes what it
 * needs; `undo` puts back what others could see. `as` calls in another name than the administrator's token.
 */
type Prepared = {
  input: Record<string, unknown>;
  as?: APIRequestContext;
  undo?: (answer: { id: string }) => Promise<unknown>;
};
type Prepare = (api: APIRequestContext, baseURL: string) => Promise<Prepared>;

/** Calls that are not made here, and where they are. */
export const ELSEWHERE: Record<string, string> = {
  renewTicket: 'asks for a ticket that was deleted in Jira: e2e/recommendations.spec.ts, lib/tickets',
  relinkTicket: 'asks for an issue that is no ticket’s: e2e/tickets.spec.ts',
  adoptTicket: 'asks for an issue that people opened: lib/recommendations/adopt.test.ts',
  answerEffect: 'asks for an effect that is parked: e2e/tickets.spec.ts',
  closeDuplicates: 'asks for a join of two that had tickets: lib/recommendations/joins',
  cancelImport: 'asks for an upload that is under way: e2e/sources.spec.ts',
  answerDelivery: 'asks for a delivery that waits: e2e/deliveries.spec.ts',
  readQuarantine: 'asks for a change that is held: e2e/catalog.spec.ts',
  release: 'asks for a change that is held: e2e/catalog.spec.ts',
  reject: 'asks for a change that is held: lib/catalog/quarantine.test.ts',
  settleAll: 'asks for changes that are held: lib/catalog/quarantine-batches.test.ts',
  settleDead: 'asks for a dead delivery: lib/deliveries/commands.test.ts',
  undoRepair: 'asks for a repair that was done: e2e/catalog.spec.ts, lib/catalog/scan.test.ts',
  exportRuleFiles: 'answers with an archive: e2e/rule-files.spec.ts, lib/rules/files/archive.test.ts',
  readRuleFile: 'answers with a file, not JSON: e2e/rule-files.spec.ts',
  compareRuleFolder: 'asks for IMPORT_DIR: lib/rules/files/folder.test.ts',
  authorizePull: 'asks for a sender that can be read: lib/deliveries/senders.test.ts',
  pullSender: 'asks for a sender that can be read: lib/deliveries',
};

const PASSWORD = 'a-password-of-the-api-spec-1';
const freshEmail = () => `${freshName('api').replaceAll(' ', '-')}@example.com`;
const firstOf = <Item>(what: string, { items }: { items: Item[] }): Item => {
  const [first] = items;
  if (first === undefined) throw new Error(`there is no ${what} on this instance`);
  return first;
};

const recommendation = async (api: APIRequestContext) =>
  firstOf(
    'recommendation',
    await call(api, recommendations.listRecommendationsContract, { limit: 1, sort: 'saving' }),
  );
const openOne = async (api: APIRequestContext) =>
  firstOf(
    'open recommendation',
    await call(api, recommendations.listRecommendationsContract, {
      limit: 1,
      sort: 'saving',
      status: 'open',
    }),
  );
const tracker = async (api: APIRequestContext) => {
  const { items } = await call(api, connections.listConnectionsContract, {});
  return firstOf('sandbox', { items: items.filter(({ kind, isSandbox }) => isSandbox && kind === 'jira') });
};
const ticket = async (api: APIRequestContext) =>
  firstOf('ticket', await call(api, tickets.listTicketsContract, { limit: 1 }));
const effect = async (api: APIRequestContext) =>
  firstOf('effect', await call(api, tickets.listEffectsContract, { limit: 1 }));
const anImport = async (api: APIRequestContext) => {
  const source = firstOf('source', await call(api, listSourcesContract, { kind: 'focus', sort: 'name' }));
  return firstOf('import', await call(api, listImportsContract, { id: source.id, limit: 1 }));
};

const reopen = (api: APIRequestContext, id: string) =>
  call(api, recommendations.reopenRecommendationContract, { id });
const dismissed = async (api: APIRequestContext) => {
  const { id } = await openOne(api);
  await call(api, recommendations.dismissRecommendationContract, { id, reason: 'the API spec' });
  return id;
};
const dismissedMany = async (api: APIRequestContext) => {
  const { id } = await openOne(api);
  const input = { ids: [id], reason: 'the API spec' };
  return { id, batch: await call(api, recommendations.dismissManyContract, input) };
};

const INVENTORY = JSON.stringify({
  schema: 1,
  collected_at: new Date().toISOString(),
  scopes: [{ provider: 'aws', account: 'e2e-api', region: 'eu-west-1', kinds: ['disk'], complete: true }],
  resources: [],
});
/** A run that failed for want of an inventory, which is there now. */
const failedRun = async (api: APIRequestContext) => {
  const source = await addSource(api, 'inventory');
  const id = await startRun(api, 'read-source', { sourceId: source.id });
  const { state } = await runIn(api, id, ENDED);
  if (state !== 'failed') throw new Error(`the run has ${state}`);
  await api.put(`/api/sources/${source.id}/import?file=inventory.json`, { data: INVENTORY });
  return id;
};
const aRun = (api: APIRequestContext) => startRun(api, 'sync-tickets');

const newUser = async (api: APIRequestContext) => {
  const user = { email: freshEmail(), name: 'Api Spec', role: 'viewer', password: PASSWORD };
  return { ...user, ...(await call(api, people.createUserContract, user)) };
};
/** A browser's session of a user who has changed the given password. */
const signedIn = async (api: APIRequestContext, baseURL: string) => {
  const user = await newUser(api);
  const own = `${PASSWORD}-own`;
  const signIn = async (password: string) => {
    const visitor = await request.newContext({ baseURL, extraHTTPHeaders: { origin: baseURL } });
    const { csrfToken } = await (await visitor.get('/api/auth/csrf')).json();
    const form = { csrfToken, email: user.email, password, json: 'true' };
    await visitor.post('/api/auth/callback/credentials', { form });
    return visitor;
  };
  const first = await signIn(PASSWORD);
  await call(first, people.changePasswordContract, { current: PASSWORD, next: own });
  return { id: user.id, password: own, as: await signIn(own) };
};
const invited = async (api: APIRequestContext) => {
  const input = { email: freshEmail(), name: 'Api Spec', role: 'viewer' };
  return call(api, people.inviteUserContract, input);
};

const newConnection = async (api: APIRequestContext) => {
  const { baseUrl } = await tracker(api);
  const input = { name: freshName('api'), baseUrl, account: 'api@example.com', secret: 'none' };
  const { id } = await call(api, connections.createConnectionContract, input);
  await call(api, connections.updateConnectionContract, { id, enabled: false }); // so that nobody asks it
  return { id, undo: () => call(api, connections.removeConnectionContract, { id }) };
};
const newRoute = async (api: APIRequestContext) => {
  const { id: connectionId } = await tracker(api);
  const input = { owner: freshName('api'), connectionId, projectKey: 'WEB' };
  const { id } = await call(api, routing.saveRouteContract, input);
  return { input, id, undo: () => call(api, routing.removeRouteContract, { id }) };
};
const newSchedule = async (api: APIRequestContext) => {
  const input = { name: freshName('api'), graph: 'sync-tickets', cron: '0 6 1 1 *', enabled: false };
  const { id } = await call(api, schedules.createScheduleContract, input);
  return { id, undo: () => call(api, schedules.removeScheduleContract, { id }) };
};
const shippedSchedule = async (api: APIRequestContext) => {
  const { items } = await call(api, schedules.listSchedulesContract, {});
  return firstOf('schedule', { items: items.filter(({ isShipped }) => isShipped) });
};
/** What one rule set does on the sandbox. */
const arming = async (api: APIRequestContext) => {
  const { items } = await call(api, listArmingContract, {});
  const { id: ruleSetId, cells } = firstOf('rule set', { items });
  const { connectionId, state } = firstOf('cell', { items: cells });
  return { ruleSetId, connectionId, state };
};
/** A view and the session of whoever saved it: views belong to people, not to tokens. */
const newView = async (api: APIRequestContext, baseURL: string) => {
  const { as } = await signedIn(api, baseURL);
  const input = { area: 'runs', name: freshName('api'), search: 'state=failed' };
  const { id } = await call(as, views.saveViewContract, input);
  return { id, as };
};
const newSet = async (api: APIRequestContext) => {
  const slug = freshName('api').replaceAll(' ', '-');
  await call(api, rules.createRuleSetContract, { slug, title: 'Of the API spec', domain: 'general' });
  const { drafts } = await call(api, rules.readRuleSetContract, { slug });
  const draft = firstOf('draft', { items: drafts });
  return { slug, draft };
};
const testableDraft = async (api: APIRequestContext) => {
  const slug = freshName('api').replaceAll(' ', '-');
  const { draft } = await call(api, rules.createRuleSetContract, { slug, title: 'Of the API spec' });
  return { slug, number: draft.number };
};
const publishedSet = async (api: APIRequestContext) => {
  const { slug, draft } = await newSet(api);
  const input = { slug, number: draft.number, revision: draft.revision, note: 'the first one' };
  await call(api, rules.publishRuleDraftContract, input);
  await call(api, rules.disableRuleSetContract, { slug });
  return { slug, yaml: draft.yaml };
};

/** The sandbox's own sync, and its sender. */
const theSync = async (api: APIRequestContext) => {
  const { items } = await call(api, catalog.listDefinitionsContract, {});
  return firstOf('sync', { items: items.filter(({ slug }) => slug === 'fragrances') });
};
const newSender = async (api: APIRequestContext) => {
  const input = { name: freshName('api'), baseUrl: 'https://cms.example.com', keyField: 'id' };
  return call(api, deliveries.createSenderContract, input);
};
const newDelivery = async (api: APIRequestContext) => {
  const { endpoint } = await newSender(api);
  const { pathname, search } = new URL(endpoint);
  const answer = await api.post(`${pathname}${search}`, { data: { id: 1, name: 'Of the API spec' } });
  const { deliveryId } = await answer.json();
  return String(deliveryId);
};
const newIgnore = async (api: APIRequestContext) => {
  const { id: definitionId } = await theSync(api);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const input = { definitionId, key: freshName('api'), field: 'cost', until, note: 'the API spec' };
  const { id } = await call(api, catalog.ignoreContract, input);
  return { input, id, undo: () => call(api, catalog.endIgnoreContract, { id }) };
};

/** Of a tag that nothing carries, so that nothing is withdrawn by it. */
const newExemption = async (api: APIRequestContext) => {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  const input = { what: { kind: 'tag', key: freshName('api') }, until, reason: 'the API spec' };
  const { id } = await call(api, exemptions.createExemptionContract, input);
  return { input, id, undo: () => call(api, exemptions.endExemptionContract, { id }) };
};

/** An import of one row; its billing account is nobody else's. */
async function aBill(api: APIRequestContext): Promise<string> {
  const source = await addSource(api, 'focus');
  const bill = billExample.replaceAll('411100000000', freshName('api').replaceAll(' ', '-'));
  const answer = await api.put(`/api/sources/${source.id}/import?file=bill.csv`, { data: bill });
  return importResult.parse(await answer.json()).importId;
}

const only = (id: string) => ({ input: { id } });

export const PREPARE: Record<string, Prepare> = {
  readRecommendation: async (api) => only((await recommendation(api)).id),
  dismissRecommendation: async (api) => {
    const { id } = await openOne(api);
    return { input: { id, reason: 'the API spec' }, undo: () => reopen(api, id) };
  },
  reopenRecommendation: async (api) => only(await dismissed(api)),
  dismissMany: async (api) => {
    const { id } = await openOne(api);
    return { input: { ids: [id], reason: 'the API spec' }, undo: () => reopen(api, id) };
  },
  reopenMany: async (api) => ({ input: { batchId: (await dismissedMany(api)).batch.id } }),
  readBatch: async (api) => {
    const { id, batch } = await dismissedMany(api);
    return { ...only(batch.id), undo: () => reopen(api, id) };
  },
  readRecommendationWhy: async (api) => only((await recommendation(api)).id),
  readExemption: async (api) => {
    const { id, undo } = await newExemption(api);
    return { ...only(id), undo };
  },
  createExemption: async (api) => {
    const { input, undo } = await newExemption(api);
    await undo();
    return { input, undo: ({ id }) => call(api, exemptions.endExemptionContract, { id }) };
  },
  extendExemption: async (api) => {
    const { id, undo } = await newExemption(api);
    return { input: { id, until: new Date(Date.now() + 7_200_000).toISOString() }, undo };
  },
  endExemption: async (api) => only((await newExemption(api)).id),
  readTicket: async (api) => only((await ticket(api)).id),
  readEffect: async (api) => only((await effect(api)).id),

  createSource: async () => ({ input: { kind: 'inventory', name: freshName('api') } }),
  readSource: async (api) => only((await addSource(api, 'inventory')).id),
  listImports: async (api) => only((await anImport(api)).sourceId),
  readImport: async (api) => only((await anImport(api)).id),
  listFaults: async (api) => only((await anImport(api)).id),
  importFile: async (api) => ({
    input: { id: (await addSource(api, 'inventory')).id, file: 'inventory.json', body: INVENTORY },
  }),
  updateSource: async (api) => ({
    input: { id: (await addSource(api, 'focus')).id, config: { handling: 'append', maxBadShare: null } },
  }),
  withdrawImport: async (api) => only(await aBill(api)),
  previewChange: async (api) => ({ input: { id: await aBill(api), change: 'withdraw' } }),
  listCharges: async (api) => only((await recommendation(api)).resourceId),
  readChargeTotals: async (api) => only((await recommendation(api)).resourceId),

  readMeeting: async (api) => only((await addSource(api, 'inventory')).id),
  previewJoin: async (api) => ({ input: await makeTwins(api) }),
  joinResources: async (api) => ({
    input: await makeTwins(api),
    undo: ({ id }) => call(api, resources.undoJoinContract, { id }),
  }),
  joinAll: async () => ({ input: { reason: 'provider' } }), // nothing is suggested for it on this instance
  undoJoin: async (api) => only((await call(api, resources.joinResourcesContract, await makeTwins(api))).id),

  requestRun: async () => ({ input: { graph: 'sync-tickets', input: {} } }),
  readRun: async (api) => only(await aRun(api)),
  readRunLogs: async (api) => only(await aRun(api)),
  resumeRun: async (api) => only(await failedRun(api)),
  retryJob: async (api) => ({ input: { id: await failedRun(api), job: 'collect' } }),
  cancelRun: async (api) => {
    await silenceJira(api, { method: 'GET', path: '/serverInfo' }); // so that it has not ended when it is cancelled
    return { ...only(await aRun(api)), undo: () => healJira(api) };
  },

  readRunEffects: async (api) => only(await aRun(api)),

  createSchedule: async (api) => ({
    input: { name: freshName('api'), graph: 'sync-tickets', cron: '0 6 1 1 *', enabled: false },
    undo: ({ id }) => call(api, schedules.removeScheduleContract, { id }),
  }),
  readSchedule: async (api) => only((await shippedSchedule(api)).id),
  changeSchedule: async (api) => {
    const { id, undo } = await newSchedule(api);
    return { input: { id, name: freshName('api') }, undo };
  },
  restoreSchedule: async (api) => {
    const { id, enabled } = await shippedSchedule(api);
    return { ...only(id), undo: () => call(api, schedules.changeScheduleContract, { id, enabled }) };
  },
  removeSchedule: async (api) => only((await newSchedule(api)).id),
  runSchedule: async (api) => {
    const { id, undo } = await newSchedule(api);
    return { ...only(id), undo };
  },

  createRuleSet: async () => ({
    input: { slug: freshName('api').replaceAll(' ', '-'), title: 'Of the API spec' },
  }),
  readRuleSet: async (api) => ({ input: { slug: (await publishedSet(api)).slug } }),
  readRuleSetHealth: async (api) => ({ input: { slug: (await publishedSet(api)).slug } }),
  listRuleVersions: async (api) => ({ input: { slug: (await publishedSet(api)).slug } }),
  readRuleVersion: async (api) => ({ input: { slug: (await publishedSet(api)).slug, version: 1 } }),
  exportRuleVersion: async (api) => ({ input: { slug: (await publishedSet(api)).slug, version: 1 } }),
  restoreRuleVersion: async (api) => {
    const { slug, yaml } = await publishedSet(api);
    const text = yaml.replace('Of the API spec', 'Published meanwhile');
    const begun = { slug, baseVersion: 1, yaml: text };
    const { number, revision } = await call(api, rules.startRuleDraftContract, begun);
    await call(api, rules.publishRuleDraftContract, { slug, number, revision, note: 'came between' });
    return { input: { slug, version: 1, currentVersion: 2, note: 'the first was right' } };
  },
  compareRuleFiles: async () => ({
    input: { file: 'idle.yaml', body: 'ruleset: idle-api\ndomain: general\nrules: []\n' },
  }),
  takeRuleFiles: async () => {
    const slug = freshName('api').replaceAll(' ', '-');
    const yaml = `ruleset: ${slug}\ndomain: general\nrules:\n  - name: idle\n    condition: "requests == 0"\n    message: Idle\n`;
    const files = [{ path: `general/${slug}.yaml`, yaml, currentVersion: 0 }];
    return { input: { files, note: 'of the API spec', publish: false } };
  },
  startRuleDraft: async (api) => ({ input: { ...(await publishedSet(api)), baseVersion: 1 } }),
  saveRuleDraft: async (api) => {
    const { slug, draft } = await newSet(api);
    const { number, revision, yaml } = draft;
    return { input: { slug, number, revision, yaml: `${yaml}# saved\n` } };
  },
  removeRuleDraft: async (api) => {
    const { slug, draft } = await newSet(api);
    return { input: { slug, number: draft.number, revision: draft.revision } };
  },
  moveRuleDraft: async (api) => {
    const { slug, yaml } = await publishedSet(api);
    const begin = (text: string) =>
      call(api, rules.startRuleDraftContract, { slug, baseVersion: 1, yaml: text });
    const mine = await begin(`${yaml}# mine\n`);
    const { number, revision } = await begin(yaml.replace('Of the API spec', 'Published meanwhile'));
    await call(api, rules.publishRuleDraftContract, { slug, number, revision, note: 'came between' });
    return { input: { slug, number: mine.number, revision: mine.revision } };
  },
  publishRuleDraft: async (api) => {
    const { slug, draft } = await newSet(api);
    const { number, revision } = draft;
    const undo = () => call(api, rules.disableRuleSetContract, { slug });
    return { input: { slug, number, revision, note: 'the first one' }, undo };
  },
  enableRuleSet: async (api) => {
    const { slug } = await publishedSet(api);
    return { input: { slug }, undo: () => call(api, rules.disableRuleSetContract, { slug }) };
  },
  disableRuleSet: async (api) => ({ input: { slug: (await publishedSet(api)).slug } }),
  requestBacktest: async (api) => ({ input: await testableDraft(api) }),
  listBacktests: async (api) => ({ input: { slug: (await publishedSet(api)).slug } }),
  readBacktest: async (api) => {
    const { slug, number } = await testableDraft(api);
    const { id } = await call(api, backtests.requestBacktestContract, { slug, number });
    return { input: { slug, id } };
  },

  askWhy: async (api) => {
    const { slug } = await publishedSet(api);
    return { input: { slug, resource: (await recommendation(api)).resourceId } };
  },
  askDraftWhy: async (api) => {
    const { resourceId: resource } = await recommendation(api);
    return { input: { ...(await publishedSet(api)), resource } };
  },
  sampleDraft: async (api) => ({ input: await publishedSet(api) }),

  createConnection: async (api) => {
    const { baseUrl } = await tracker(api);
    const input = { name: freshName('api'), baseUrl, account: 'api@example.com', secret: 'none' };
    return { input, undo: ({ id }) => call(api, connections.removeConnectionContract, { id }) };
  },
  readConnection: async (api) => only((await tracker(api)).id),
  updateConnection: async (api) => {
    const { id, undo } = await newConnection(api);
    return { input: { id, name: freshName('api') }, undo };
  },
  removeConnection: async (api) => only((await newConnection(api)).id),
  testConnection: async (api) => only((await tracker(api)).id),
  tryConnection: async (api) => {
    const { id: connectionId, baseUrl, account } = await tracker(api);
    return { input: { baseUrl, account, connectionId } };
  },
  listSiteProjects: async (api) => only((await tracker(api)).id),
  listSiteIssueTypes: async (api) => ({ input: { id: (await tracker(api)).id, key: 'WEB' } }),
  readRoute: async (api) => {
    const { id, undo } = await newRoute(api);
    return { ...only(id), undo };
  },
  saveRoute: async (api) => {
    const { input, undo } = await newRoute(api);
    return { input: { ...input, weeklyCap: 5 }, undo };
  },
  removeRoute: async (api) => only((await newRoute(api)).id),
  saveAccountOwner: async (api) => {
    const account = { provider: 'aws', account: freshName('api') };
    const undo = () => call(api, routing.removeAccountOwnerContract, account);
    return { input: { ...account, owner: 'web' }, undo };
  },
  removeAccountOwner: async (api) => {
    const input = { provider: 'aws', account: freshName('api') };
    await call(api, routing.saveAccountOwnerContract, { ...input, owner: 'web' });
    return { input };
  },
  previewArming: async (api) => {
    const { ruleSetId, connectionId } = await arming(api);
    return { input: { ruleSetId, connectionId } };
  },
  setArming: async (api) => {
    const { ruleSetId, connectionId, state } = await arming(api); // as it is already
    return { input: { ruleSetId, connectionId, state } };
  },

  setRetention: async (api) => {
    const { items } = await (await api.get('/api/retention')).json();
    const { kind, keepDays } = items[0]; // as it is already
    return { input: { kind, keepDays } };
  },

  ignore: async (api) => {
    const { input, undo } = await newIgnore(api);
    await undo();
    return { input, undo: ({ id }) => call(api, catalog.endIgnoreContract, { id }) };
  },
  endIgnore: async (api) => only((await newIgnore(api)).id),
  repair: async (api) => ({
    input: { definitionId: (await theSync(api)).id, direction: 'to_library', keys: ['1'] },
  }),
  readRecord: async (api) => ({ input: { definitionId: (await theSync(api)).id, key: '1' } }),
  saveDefinition: async (api) => {
    const { yaml } = await call(api, catalog.readDefinitionContract, { slug: (await theSync(api)).slug });
    const slug = freshName('api').replaceAll(' ', '-');
    const text = yaml.replace('sync: fragrances', `sync: ${slug}`);
    return { input: { slug, yaml: text, baseVersion: 0, note: 'the API spec' } };
  },
  readDelivery: async (api) => only(await newDelivery(api)),
  attachSender: async (api) => only((await theSync(api)).senderId),
  detachSender: async (api) => {
    const { senderId: id } = await theSync(api);
    return { ...only(id), undo: () => call(api, deliveries.attachSenderContract, { id }) };
  },
  rotateSender: async (api) => only((await newSender(api)).connectionId),
  settleStale: async (api) => only((await newSender(api)).connectionId),
  createSender: async () => ({
    input: { name: freshName('api'), baseUrl: 'https://cms.example.com', keyField: 'id' },
  }),

  readView: async (api, baseURL) => newView(api, baseURL).then(({ id, as }) => ({ ...only(id), as })),
  saveView: async (api, baseURL) => ({
    input: { area: 'runs', name: freshName('api'), search: 'state=failed' },
    as: (await signedIn(api, baseURL)).as,
  }),
  changeView: async (api, baseURL) => {
    const { id, as } = await newView(api, baseURL);
    return { input: { id, name: freshName('api') }, as };
  },
  removeView: async (api, baseURL) => newView(api, baseURL).then(({ id, as }) => ({ ...only(id), as })),

  readAuditEvent: async (api) => {
    const events = await call(api, listAuditContract, { limit: 1 });
    return only(firstOf('audit event', events).id);
  },
  createUser: async () => ({
    input: { email: freshEmail(), name: 'Api Spec', role: 'viewer', password: PASSWORD },
  }),
  inviteUser: async () => ({ input: { email: freshEmail(), name: 'Api Spec', role: 'viewer' } }),
  readUser: async (api) => only((await newUser(api)).id),
  changeUser: async (api) => ({ input: { id: (await newUser(api)).id, name: 'Another Name' } }),
  disableUser: async (api) => only((await newUser(api)).id),
  enableUser: async (api) => {
    const { id } = await newUser(api);
    await call(api, people.disableUserContract, { id });
    return only(id);
  },
  createResetLink: async (api) => only((await newUser(api)).id),
  endUserSessions: async (api, baseURL) => only((await signedIn(api, baseURL)).id),
  endUserSession: async (api, baseURL) => {
    const { id } = await signedIn(api, baseURL);
    const { sessions } = await call(api, people.readUserContract, { id });
    return { input: { id, sessionId: firstOf('session', { items: sessions }).id } };
  },
  changePassword: async (api, baseURL) => {
    const { password, as } = await signedIn(api, baseURL);
    return { as, input: { current: password, next: `${password}-next` } };
  },
  setPassword: async (api) => {
    const { link } = await invited(api);
    return { input: { token: link.split('/').at(-1), password: PASSWORD } };
  },
  forgotPassword: async () => ({ input: { email: freshEmail() } }),
  listOwnSessions: async (api, baseURL) => ({ input: {}, as: (await signedIn(api, baseURL)).as }),
  endOtherSessions: async (api, baseURL) => ({ input: {}, as: (await signedIn(api, baseURL)).as }),
  endOwnSession: async (api, baseURL) => {
    const { as } = await signedIn(api, baseURL);
    const { items } = await call(as, people.listOwnSessionsContract, {});
    return { ...only(firstOf('session', { items }).id), as };
  },
  createToken: async () => ({ input: { name: freshName('api'), role: 'viewer' } }),
  readToken: async (api) => only((await newToken(api)).id),
  revokeToken: async (api) => only((await newToken(api)).id),
};

export const newToken = (api: APIRequestContext, role = 'viewer') =>
  call(api, people.createTokenContract, { name: freshName('api'), role });
