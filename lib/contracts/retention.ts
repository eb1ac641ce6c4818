import { z } from 'zod';
import { nothing, reads, writes } from '@/lib/contract';
import * as retention from '@/lib/retention/schema';

export const readRetentionContract = reads(
  '/api/retention',
  'How long each kind of record is kept, and what would go now',
  {
    input: nothing,
    response: z.object({ items: z.array(retention.retentionRow) }),
    example: {
      response: {
        items: [
          {
            kind: 'run_logs',
            keepDays: 30,
            changedAt: null,
            changedBy: null,
            wouldGo: { rows: 1840, bytes: 412000 },
          },
        ],
      },
    },
  },
);
export const previewRetentionContract = reads(
  '/api/retention/preview',
  'What would go if a kind were kept so long',
  {
    input: retention.previewRetentionInput,
    response: retention.retentionAmount,
    example: { input: { kind: 'run_logs', keepDays: 14 }, response: { rows: 5200, bytes: 1190000 } },
  },
);
export const setRetentionContract = writes('admin', '/api/retention', 'Say how long a kind is kept', {
  method: 'PUT',
  input: retention.setRetentionInput,
  response: retention.setRetentionInput,
  example: { input: { kind: 'run_logs', keepDays: 14 }, response: { kind: 'run_logs', keepDays: 14 } },
});
