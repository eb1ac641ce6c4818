import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as backtest from '@/lib/recommendations/backtest/schema';
import * as examples from './backtests.examples';

const SLUG = 'idle-load-balancers';

export const requestBacktestContract = writes(
  'operator',
  '/api/rule-sets/{slug}/backtest',
  'Try a draft over stored readings, against the published version; nothing else is written',
  {
    input: backtest.requestBacktestInput,
    response: backtest.requestedBacktest,
    status: 202,
    example: {
      input: { slug: SLUG, number: 1, revision: 3, weeks: 12 },
      response: { id: examples.backtestExample.id, runId: examples.RUN_ID },
    },
  },
);
export const listBacktestsContract = reads(
  '/api/rule-sets/{slug}/backtests',
  'The backtests of a rule set, the newest first',
  {
    input: backtest.listBacktestsInput,
    response: pageOf(backtest.backtestView),
    csv: [
      'id',
      'draftNumber',
      'draftRevision',
      'againstVersion',
      'checksum',
      'weeks',
      'askedAt',
      'askedBy',
      'endedAt',
      'state',
      'newTickets',
      'resources',
    ],
    example: { input: { slug: SLUG }, response: { items: [examples.backtestExample], nextCursor: null } },
  },
);
export const readBacktestContract = reads(
  '/api/rule-sets/{slug}/backtests/{id}',
  'What a draft would have opened, closed, reopened and rerouted, with rows to look at',
  {
    input: backtest.backtestIdInput,
    response: backtest.backtestPage,
    example: {
      input: { slug: SLUG, id: examples.backtestExample.id },
      response: examples.backtestPageExample,
    },
  },
);
