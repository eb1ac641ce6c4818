import { z } from 'zod';
import { nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as recommendations from '@/lib/recommendations/schema';
import * as examples from './recommendations.examples';

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
    example: {
      input: { status: ['open', 'in_progress'], owner: 'web', limit: 1 },
      response: {
        items: [examples.recommendationExample],
        nextCursor: 'WyItc2F2aW5nIiwiMjQ0LjExMjI2OCIsIjciXQ',
      },
    },
  },
);
export const readRecommendationTotalsContract = reads(
  '/api/recommendations/totals',
  'What a filtered list comes to, by currency',
  {
    input: recommendations.listRecommendationsInput,
    response: recommendations.recommendationTotals,
    example: { input: { status: ['open'] }, response: examples.totalsExample },
  },
);
export const readRecommendationChoicesContract = reads(
  '/api/recommendations/choices',
  'The values that the filters can take',
  {
    input: nothing,
    response: recommendations.recommendationChoices,
    example: { response: examples.choicesExample },
  },
);
export const readRecommendationContract = reads(
  '/api/recommendations/{id}',
  'One finding: why, its facts, its history',
  {
    input: recommendations.recommendationIdInput,
    response: recommendations.recommendationDetail,
    example: { input: { id: '7' }, response: examples.recommendationDetailExample },
  },
);
const lineageState = z.object({ id: z.string(), status: recommendations.lineageStatus });
export const dismissRecommendationContract = writes(
  'operator',
  '/api/recommendations/{id}/dismiss',
  'Take a finding out of what counts, for good or until a time',
  {
    input: recommendations.dismissInput,
    response: lineageState,
    example: {
      input: { id: '7', reason: 'Kept for the migration in December', until: '2026-12-31T00:00:00Z' },
      response: { id: '7', status: 'dismissed' },
    },
  },
);
export const reopenRecommendationContract = writes(
  'operator',
  '/api/recommendations/{id}/reopen',
  'Take a dismissal back',
  {
    input: recommendations.reopenInput,
    response: lineageState,
    example: { input: { id: '7', reason: 'The migration is done' }, response: { id: '7', status: 'open' } },
  },
);
/** One decision about two findings, for the examples of the calls about such decisions. */
const DISMISSED_TWO = {
  id: '9a3f7c52-0b6e-4d18-8c4f-6e1d2b7a5c33',
  deed: 'dismiss' as const,
  state: 'done' as const,
  total: 2,
  done: 2,
  left: 0,
  skipped: [],
  runId: null,
};
export const dismissManyContract = writes(
  'operator',
  '/api/recommendations/dismiss',
  'Take many findings out of what counts: those named, or all that fit a filter',
  {
    input: recommendations.dismissManyInput,
    response: recommendations.batchView,
    example: {
      input: { ids: ['7', '9'], reason: 'Kept for the migration in December' },
      response: DISMISSED_TWO,
    },
  },
);
export const reopenManyContract = writes(
  'operator',
  '/api/recommendations/reopen',
  'Take many dismissals back: those named, all that fit a filter, or those of one batch',
  {
    input: recommendations.reopenManyInput,
    response: recommendations.batchView,
    example: {
      input: { batchId: DISMISSED_TWO.id },
      response: { ...DISMISSED_TWO, deed: 'reopen' },
    },
  },
);
export const readBatchContract = reads(
  '/api/recommendations/batches/{id}',
  'What became of a decision about many findings',
  {
    input: z.object({ id: z.uuid() }),
    response: recommendations.batchView,
    example: {
      input: { id: DISMISSED_TWO.id },
      response: DISMISSED_TWO,
    },
  },
);
export const renewTicketContract = writes(
  'operator',
  '/api/recommendations/{id}/ticket',
  'Open another ticket after the first was deleted',
  {
    input: recommendations.recommendationIdInput,
    response: z.object({ id: z.string() }),
    example: { input: { id: '7' }, response: { id: '7' } },
  },
);
export const adoptTicketContract = writes(
  'operator',
  '/api/recommendations/{id}/ticket/adopt',
  'Make an issue that exists the ticket of a recommendation that has none',
  {
    input: recommendations.adoptTicketInput,
    response: z.object({ ticketId: z.string() }),
    example: {
      input: { id: '7', connectionId: '6f9d9e1c-36c6-4b1e-8f38-8f6b3c1c7b11', issueKey: 'OPS-117' },
      response: { ticketId: '12' },
    },
  },
);
export const readOverviewContract = reads('/api/overview', 'What the first page shows', {
  input: nothing,
  response: recommendations.overview,
  example: { response: examples.overviewExample },
});
