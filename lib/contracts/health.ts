import { z } from 'zod';
import { nothing, reads } from '@/lib/contract';

export const readHealthContract = {
  ...reads('/api/health', 'Whether the database and a worker are there', {
    input: nothing,
    response: z.object({ status: z.string(), database: z.string(), worker: z.string(), version: z.string() }),
  }),
  role: 'public' as const,
  also: 503 as const,
  example: { response: { status: 'ok', database: 'ok', worker: 'ok', version: '0.1.0' } },
};

export const readLivenessContract = {
  ...reads('/api/health/live', 'Whether this process answers; nothing else is asked', {
    input: nothing,
    response: z.object({ status: z.literal('ok'), version: z.string() }),
  }),
  role: 'public' as const,
  example: { response: { status: 'ok' as const, version: '0.1.0' } },
};

const isGood = z.enum(['ok', 'failing']);

export const readReadinessContract = {
  ...reads('/api/health/ready', 'Whether this machine may be given requests; 503 when it may not', {
    input: nothing,
    response: z.object({
      status: z.enum(['ready', 'not_ready']),
      process: z.enum(['ok', 'stopping']),
      database: isGood,
      migrations: isGood.describe('failing: some of this version are not applied'),
      sealKey: isGood.describe('failing: SEAL_KEY is not the one that this installation began with'),
      version: z.string(),
    }),
  }),
  role: 'public' as const,
  also: 503 as const,
  example: {
    response: {
      status: 'ready' as const,
      process: 'ok' as const,
      database: 'ok' as const,
      migrations: 'ok' as const,
      sealKey: 'ok' as const,
      version: '0.1.0',
    },
  },
};
