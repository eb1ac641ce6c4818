import { z } from 'zod';
import * as connections from './connections/schema';
import { reads, writes } from './contract';
import { pageOf } from './core/list';
import * as effects from './effects/schema';
import { changePasswordInput, createTokenInput, createUserInput } from './people/schema';
import * as recommendations from './recommendations/schema';
import { evaluateInput, evaluateOutput, validateInput, validateOutput } from './rules/schema';
import * as runs from './runs/schema';
import * as sources from './sources/schema';
import * as sourceViews from './sources/views.schema';
import * as tickets from './tickets/schema';

/** Every call of the API, in one place: what `route()` enforces, what the tests walk, what OpenAPI is made from. */
const id = z.string().min(1).max(60);
const nothing = z.object({});

export const healthContract = {
  ...reads('/api/health', 'Whether the database and a worker are there', {
    input: nothing,
    response: z.object({ status: z.string(), database: z.string(), worker: z.string(), version: z.string() }),
  }),
  role: 'public' as const,
};

// ── people
export const changePasswordContract = writes(
  'viewer',
  '/api/account/password',
  'Change your own password; every session of yours ends',
  {
    input: changePasswordInput,
    response: z.object({ changed: z.boolean() }),
  },
);

export const createUserContract = writes(
  'admin',
  '/api/users',
  'Add a user, who changes the given password at the first sign-in',
  {
    input: createUserInput,
    response: z.object({ id: z.string() }),
    status: 201,
  },
);
export const createTokenContract = writes(
  'admin',
  '/api/tokens',
  'Make an API token; it is shown in this answer only',
  {
    input: createTokenInput,
    response: z.object({ id: z.string(), token: z.string() }),
    status: 201,
  },
);

// ── rules
export const validateRulesContract = writes(
  'viewer',
  '/api/rules/validate',
  'Check a rule set, with the place of every fault',
  {
    input: validateInput,
    response: validateOutput,
  },
);
export const evaluateRulesContract = writes(
  'viewer',
  '/api/rules/evaluate',
  'Evaluate a rule set over facts',
  {
    input: evaluateInput,
    response: evaluateOutput,
    maxBytes: 10_000_000,
  },
);

// ── runs
const runState = z.object({ state: runs.runState });
export const listRunsContract = reads('/api/runs', 'Runs, the newest first', {
  input: runs.listRunsInput,
  response: runs.runPage,
  csv: [
    'id',
    'graph',
    'state',
    'trigger',
    'requestedBy',
    'requestedAt',
    'startedAt',
    'endedAt',
    'activeMs',
    'error',
  ],
});
export const requestRunContract = writes(
  'operator',
  '/api/runs',
  'Start a run; a key that exists returns that run',
  {
    input: runs.requestRunInput,
    response: z.object({ runId: z.string(), created: z.boolean() }),
    status: 202,
  },
);
const runPath = z.object({ id: z.uuid() });
export const readRunContract = reads('/api/runs/{id}', 'One run with its jobs and their attempts', {
  input: runPath,
  response: runs.runDetail,
});
export const readRunLogsContract = reads('/api/runs/{id}/logs', 'What the jobs of a run wrote', {
  input: runs.listLogsInput.omit({ runId: true }).extend({ id: z.uuid() }),
  response: z.object({ items: z.array(runs.logView) }),
});
export const resumeRunContract = writes(
  'operator',
  '/api/runs/{id}/resume',
  'Run again only what is unfinished',
  {
    input: runs.resumeRunInput.omit({ runId: true }).extend({ id: z.uuid() }),
    response: z.object({ epoch: z.number() }),
    status: 202,
  },
);
export const cancelRunContract = writes('operator', '/api/runs/{id}/cancel', 'Stop a run', {
  input: runPath,
  response: runState,
  status: 202,
});
export const retryJobContract = writes(
  'operator',
  '/api/runs/{id}/retry',
  'Run one job again, and what was skipped because of it',
  {
    input: runs.retryJobInput.omit({ runId: true }).extend({ id: z.uuid() }),
    response: z.object({ epoch: z.number() }),
    status: 202,
  },
);

export const waitingContract = reads('/api/waiting', 'How much waits for a person', {
  input: nothing,
  response: runs.waiting,
});

// ── sources
export const createSourceContract = writes('operator', '/api/sources', 'Add a source', {
  input: sources.createSourceInput,
  response: z.object({ id: z.string() }),
  status: 201,
});
export const importContract = writes(
  'operator',
  '/api/sources/{id}/import',
  'Upload a bill or an inventory as the raw body',
  {
    method: 'PUT',
    body: 'stream',
    input: z.intersection(z.object({ id: z.uuid() }), sources.uploadInput),
    response: sources.importResult.extend({ runId: z.string().nullable() }),
  },
);
export const cancelImportContract = writes(
  'operator',
  '/api/imports/{id}/cancel',
  'Stop an upload and drop what it brought',
  {
    input: z.object({ id: sources.cancelImportInput.shape.importId }),
    response: z.object({ cancelled: z.boolean() }),
  },
);

// ── recommendations
export const listRecommendationsContract = reads(
  '/api/recommendations',
  'Findings and where they stand, the largest saving first',
  {
    input: recommendations.listRecommendationsInput,
    response: pageOf(recommendations.recommendationView),
    csv: [
      'id',
      'action',
      'status',
      'savings',
      'currency',
      'provider',
      'account',
      'region',
      'nativeId',
      'owner',
      'environment',
      'set',
      'rule',
      'reason',
      'ticketKey',
      'firstFoundAt',
      'lastFoundAt',
    ],
  },
);
export const totalRecommendationsContract = reads(
  '/api/recommendations/totals',
  'What a filtered list comes to, by currency',
  {
    input: recommendations.listRecommendationsInput,
    response: recommendations.recommendationTotals,
  },
);
export const recommendationChoicesContract = reads(
  '/api/recommendations/choices',
  'The values that the filters can take',
  {
    input: nothing,
    response: recommendations.recommendationChoices,
  },
);
export const readRecommendationContract = reads(
  '/api/recommendations/{id}',
  'One finding: why, its facts, its history',
  {
    input: recommendations.recommendationIdInput,
    response: recommendations.recommendationDetail,
  },
);
const lineageState = z.object({ id: z.string(), status: recommendations.lineageStatus });
export const dismissContract = writes(
  'operator',
  '/api/recommendations/{id}/dismiss',
  'Take a finding out of what counts, for good or until a time',
  {
    input: recommendations.dismissInput,
    response: lineageState,
  },
);
export const reopenContract = writes(
  'operator',
  '/api/recommendations/{id}/reopen',
  'Take a dismissal back',
  {
    input: recommendations.reopenInput,
    response: lineageState,
  },
);
export const renewTicketContract = writes(
  'operator',
  '/api/recommendations/{id}/ticket',
  'Open another ticket after the first was deleted',
  {
    input: recommendations.recommendationIdInput,
    response: z.object({ id: z.string() }),
  },
);
export const overviewContract = reads('/api/overview', 'What the first page shows', {
  input: nothing,
  response: recommendations.overview,
});

// ── tickets and effects
export const listTicketsContract = reads(
  '/api/tickets',
  'Tickets with both sides and what they last agreed on',
  {
    input: tickets.listTicketsInput,
    response: pageOf(recommendations.ticketMapView),
    csv: [
      'id',
      'key',
      'summary',
      'owner',
      'lineageId',
      'recommendationStatus',
      'saving',
      'currency',
      'status',
      'statusCategory',
      'syncState',
      'connectionName',
      'createdAt',
      'updatedAt',
      'agreedAt',
      'url',
    ],
  },
);
export const ticketsSummaryContract = reads('/api/tickets/summary', 'How many tickets are in each state', {
  input: nothing,
  response: tickets.ticketsSummary,
});
export const readTicketContract = reads('/api/tickets/{id}', 'One ticket, field by field, with its effects', {
  input: z.object({ id }),
  response: tickets.ticketDetail,
});
export const relinkContract = writes(
  'operator',
  '/api/tickets/{id}/relink',
  'Point a ticket at another issue',
  {
    input: z.object({ id, issueKey: z.string().trim().min(1).max(100) }),
    response: z.object({ relinked: z.boolean() }),
  },
);
export const listEffectsContract = reads('/api/effects', 'The ledger of changes made outside', {
  input: effects.listEffectsInput,
  response: pageOf(effects.effectView),
  csv: ['id', 'key', 'kind', 'subject', 'state', 'attempts', 'error', 'createdAt', 'settledAt'],
});
export const readEffectContract = reads('/api/effects/{id}', 'One effect with every attempt', {
  input: z.object({ id }),
  response: effects.effectDetail,
});
export const answerEffectContract = writes(
  'operator',
  '/api/effects/{id}/answer',
  'Say what became of a parked effect',
  {
    input: z.intersection(z.object({ id }), tickets.effectAnswer),
    response: z.object({ state: effects.effectState }),
  },
);

// ── settings
export const listRoutesContract = reads('/api/routes', 'Whose tickets go where', {
  input: nothing,
  response: z.object({ items: z.array(tickets.routeView) }),
});
export const saveRouteContract = writes('admin', '/api/routes', 'Say where the tickets of an owner go', {
  input: tickets.routeInput,
  response: tickets.routeView,
});
export const removeRouteContract = writes('admin', '/api/routes/{id}', 'Let an owner use the default route', {
  method: 'DELETE',
  body: undefined,
  input: z.object({ id }),
  response: z.object({ removed: z.boolean() }),
});
export const listConnectionsContract = reads(
  '/api/connections',
  'Trackers we work with; secrets never leave',
  {
    input: nothing,
    response: z.object({ items: z.array(connections.connectionView) }),
  },
);
export const createConnectionContract = writes(
  'admin',
  '/api/connections',
  'Add a tracker; its secret is sealed',
  {
    input: connections.createConnectionInput,
    response: connections.connectionView,
    status: 201,
  },
);
export const updateConnectionContract = writes('admin', '/api/connections/{id}', 'Change a tracker', {
  method: 'PATCH',
  input: connections.updateConnectionInput.extend({ id: z.uuid() }),
  response: connections.connectionView,
});
export const testConnectionContract = writes(
  'admin',
  '/api/connections/{id}/test',
  'Sign in at a tracker and say what works',
  {
    input: z.object({ id: z.uuid() }),
    response: connections.connectionTest,
  },
);

// ── what the sources hold
export const listSourcesContract = reads(
  '/api/sources',
  'Sources and how fresh they are, the stalest first',
  {
    input: sourceViews.listSourcesInput,
    response: sourceViews.sourcePage,
    csv: [
      'id',
      'name',
      'kind',
      'enabled',
      'dataThrough',
      'isStale',
      'coverage',
      'joinShare',
      'rowsRead',
      'rowsRefused',
      'lastReadAt',
    ],
  },
);
export const readSourceContract = reads(
  '/api/sources/{id}',
  'One source: what it covers, scope by scope and day by day, and its last snapshots',
  {
    input: z.object({ id: z.uuid() }),
    response: sourceViews.sourceDetail,
  },
);
export const listImportsContract = reads(
  '/api/sources/{id}/imports',
  'What a source was sent, newest first',
  {
    input: sourceViews.listImportsInput.omit({ sourceId: true }).extend({ id: z.uuid() }),
    response: sourceViews.importPage,
    csv: [
      'id',
      'fileName',
      'state',
      'bytes',
      'rowsRead',
      'rowsAccepted',
      'rowsRefused',
      'delivery',
      'part',
      'parts',
      'deliveredAt',
      'startedAt',
      'endedAt',
      'error',
      'importedBy',
    ],
  },
);
export const readImportContract = reads(
  '/api/imports/{id}',
  'One upload: how far it is, what it brought and what of that counts',
  {
    input: z.object({ id: sourceViews.listFaultsInput.shape.id }),
    response: sourceViews.importDetail,
  },
);
export const listFaultsContract = reads('/api/imports/{id}/faults', 'The rows that were refused, and why', {
  input: sourceViews.listFaultsInput,
  response: sourceViews.faultPage,
  csv: ['line', 'column', 'message'],
});
export const listChargesContract = reads(
  '/api/resources/{id}/charges',
  'The rows of the bills behind a resource’s numbers, the latest first',
  {
    input: sourceViews.listChargesInput,
    response: sourceViews.chargePage,
    csv: [
      'chargeStart',
      'chargeEnd',
      'service',
      'meter',
      'sku',
      'description',
      'category',
      'class',
      'quantity',
      'unit',
      'listCost',
      'contractedCost',
      'effectiveCost',
      'billedCost',
      'currency',
      'account',
      'billingAccount',
      'deliveredAt',
      'fileName',
      'line',
    ],
  },
);
export const totalChargesContract = reads(
  '/api/resources/{id}/charges/totals',
  'What a filtered list of charges comes to, by currency',
  {
    input: sourceViews.totalChargesInput,
    response: sourceViews.chargeTotals,
  },
);
