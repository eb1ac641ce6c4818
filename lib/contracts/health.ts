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
