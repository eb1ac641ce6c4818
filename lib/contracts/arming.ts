import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import { armingPreview } from '@/lib/recommendations/arming-preview.schema';
import * as arming from '@/lib/rules/arming.schema';

export const listArmingContract = reads('/api/arming', 'Which rule sets open tickets on which tracker', {
  input: arming.listArmingInput,
  response: pageOf(arming.armingRow),
  csv: ['id', 'slug', 'title', 'domain', 'enabled', 'cells'],
  example: {
    input: { state: 'shadow' },
    response: {
      items: [
        {
          id: '6',
          slug: 'old-snapshots',
          title: 'Snapshots whose disk is gone',
          domain: 'finops',
          enabled: true,
          cells: [
            {
              connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
              connection: 'Jira',
              connectionEnabled: true,
              state: 'shadow',
              isDefault: true,
              decidedAt: null,
              decidedBy: null,
            },
          ],
        },
      ],
      nextCursor: null,
    },
  },
});
export const previewArmingContract = reads(
  '/api/arming/preview',
  'What arming a rule set on a tracker would open, and what is held back',
  {
    input: arming.armingPlace,
    response: armingPreview,
    example: {
      input: { ruleSetId: '6', connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51' },
      response: {
        ruleSetId: '6',
        title: 'Snapshots whose disk is gone',
        connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51',
        connection: 'Jira',
        state: 'shadow',
        tickets: 3,
        savings: [{ currency: 'USD', amount: '149.19', count: 3 }],
        unowned: 0,
        boards: [
          { projectKey: 'WEB', tickets: 3, savings: [{ currency: 'USD', amount: '149.19', count: 3 }] },
        ],
        owners: [{ owner: 'web', tickets: 3, savings: [{ currency: 'USD', amount: '149.19', count: 3 }] }],
        held: [{ reason: 'floor', tickets: 7, savings: [{ currency: 'USD', amount: '81.2', count: 7 }] }],
      },
    },
  },
);
export const setArmingContract = writes('admin', '/api/arming', 'Let a rule set open tickets, or only show', {
  method: 'PUT',
  input: arming.setArmingInput,
  response: arming.setArmingInput,
  example: {
    input: { ruleSetId: '6', connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51', state: 'live' },
    response: { ruleSetId: '6', connectionId: '7e957769-9723-4006-bbd0-f4eaa9eb2b51', state: 'live' },
  },
});
