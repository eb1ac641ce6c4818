import { z } from 'zod';
import { id, nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as effects from '@/lib/effects/schema';
import * as recommendations from '@/lib/recommendations/schema';
import * as tickets from '@/lib/tickets/schema';
import * as examples from './tickets.examples';

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
    example: {
      input: { owner: 'web', limit: 1 },
      response: {
        items: [
          {
            ...examples.ticketExample,
            recommendationStatus: 'in_progress',
            saving: '244.112268',
            currency: 'USD',
            realised: null,
          },
        ],
        nextCursor: null,
      },
    },
  },
);
export const readTicketsSummaryContract = reads(
  '/api/tickets/summary',
  'How many tickets are in each state',
  {
    input: nothing,
    response: tickets.ticketsSummary,
    example: { response: examples.ticketsSummaryExample },
  },
);
export const readTicketContract = reads('/api/tickets/{id}', 'One ticket, field by field, with its effects', {
  input: z.object({ id }),
  response: tickets.ticketDetail,
  example: { input: { id: '1' }, response: examples.ticketDetailExample },
});
export const relinkTicketContract = writes(
  'operator',
  '/api/tickets/{id}/relink',
  'Point a ticket at another issue',
  {
    input: z.object({ id, issueKey: z.string().trim().min(1).max(100) }),
    response: z.object({ relinked: z.boolean() }),
    example: { input: { id: '1', issueKey: 'WEB-12' }, response: { relinked: true } },
  },
);
export const listEffectsContract = reads('/api/effects', 'The ledger of changes made outside', {
  input: effects.listEffectsInput,
  response: pageOf(effects.effectView),
  csv: ['id', 'key', 'kind', 'subject', 'state', 'attempts', 'error', 'createdAt', 'settledAt'],
  example: {
    input: { state: 'confirmed', limit: 1 },
    response: { items: [examples.effectExample], nextCursor: null },
  },
});
export const readEffectContract = reads('/api/effects/{id}', 'One effect with every attempt', {
  input: z.object({ id }),
  response: effects.effectDetail,
  example: { input: { id: '1' }, response: examples.effectDetailExample },
});
export const answerEffectContract = writes(
  'operator',
  '/api/effects/{id}/answer',
  'Say what became of a parked effect',
  {
    input: z.intersection(z.object({ id }), tickets.effectAnswer),
    response: z.object({ state: effects.effectState }),
    example: { input: { id: '1', kind: 'link', issueKey: 'WEB-12' }, response: { state: 'confirmed' } },
  },
);
export const readRunEffectsContract = reads(
  '/api/runs/{id}/effects',
  'What the distributions of a run did outside, by the state that it is in now',
  {
    input: z.object({ id: z.uuid() }),
    response: tickets.runEffects,
    example: {
      input: { id: '0b3f5a5e-7c5d-4b7e-9a55-2f6f3f0a9f10' },
      response: {
        items: [
          {
            job: 'distribute:Jira',
            connectionId: '6f9d9e1c-36c6-4b1e-8f38-8f6b3c1c7b11',
            states: [
              { state: 'confirmed', count: 212 },
              { state: 'uncertain', count: 3 },
            ],
          },
        ],
      },
    },
  },
);
