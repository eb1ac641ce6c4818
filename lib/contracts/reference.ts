import { z } from 'zod';
import { nothing, reads } from '@/lib/contract';

/**
 * For viewers and tokens, not for the public: who looks for a way in learns nothing from it, and everybody who may
 * call us has one or the other.
 */
export const readOpenApiContract = reads('/api/openapi.json', 'This reference as an OpenAPI 3.1 document', {
  input: nothing,
  response: z.looseObject({ openapi: z.string(), info: z.looseObject({ version: z.string() }) }),
  example: { response: { openapi: '3.1.0', info: { title: 'Evenkeel', version: '0.1.0' }, paths: {} } },
});
