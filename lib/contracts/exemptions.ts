import { nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import * as exemptions from '@/lib/recommendations/exemptions/schema';
import * as examples from './exemptions.examples';

export const listExemptionsContract = reads(
  '/api/exemptions',
  'What is not to be found until a day, what runs out next first',
  {
    input: exemptions.listExemptionsInput,
    response: pageOf(exemptions.exemptionView),
    csv: [
      'id',
      'kind',
      'resourceId',
      'resourceName',
      'provider',
      'account',
      'tagKey',
      'tagValue',
      'ruleSet',
      'action',
      'owner',
      'until',
      'reason',
      'state',
      'createdAt',
      'createdBy',
      'endedAt',
      'endedBy',
      'endedNote',
      'heldBack',
    ],
    example: {
      input: { state: 'in_force', set: 'idle-load-balancers' },
      response: { items: [examples.exemptionExample], nextCursor: null },
    },
  },
);
export const summariseExemptionsContract = reads(
  '/api/exemptions/summary',
  'How many exemptions there are, and what the last generation held back for them',
  {
    input: nothing,
    response: exemptions.exemptionSummary,
    example: {
      response: {
        ...{ inForce: 4, expiring: 1, over: 2, newest: 1, heldBack: 12 },
        lastGenerationAt: '2026-11-16T06:04:00.000Z',
        owners: ['web'],
        accounts: ['411100000001'],
      },
    },
  },
);
export const readExemptionContract = reads('/api/exemptions/{id}', 'One exemption', {
  input: exemptions.exemptionIdInput,
  response: exemptions.exemptionView,
  example: { input: { id: '7' }, response: examples.exemptionExample },
});
export const previewExemptionContract = writes(
  'viewer',
  '/api/exemptions/preview',
  'What an exemption would cover; changes nothing',
  {
    input: exemptions.exemptionScope,
    response: exemptions.exemptionPreview,
    example: {
      input: { what: { kind: 'account', provider: 'aws', account: '411100000001' }, action: 'delete' },
      response: { resources: 212, open: 14, withTicket: 5 },
    },
  },
);
export const createExemptionContract = writes(
  'operator',
  '/api/exemptions',
  'Exempt a resource, an account or a tag until a day; the next generation withdraws what it covers',
  {
    input: exemptions.createExemptionInput,
    response: exemptions.exemptionView,
    status: 201,
    example: {
      input: examples.exemptionInputExample,
      response: { ...examples.exemptionExample, heldBack: 0 },
    },
  },
);
export const extendExemptionContract = writes(
  'operator',
  '/api/exemptions/{id}/extend',
  'Let an exemption hold for longer',
  {
    input: exemptions.extendExemptionInput,
    response: exemptions.exemptionView,
    example: {
      input: { id: '7', until: '2027-03-31T00:00:00.000Z' },
      response: { ...examples.exemptionExample, until: '2027-03-31T00:00:00.000Z' },
    },
  },
);
export const endExemptionContract = writes(
  'operator',
  '/api/exemptions/{id}/end',
  'End an exemption before its day; the next generation finds again what it held back',
  {
    input: exemptions.endExemptionInput,
    response: exemptions.exemptionView,
    example: { input: { id: '7', note: 'The second site was closed' }, response: examples.endedExample },
  },
);
