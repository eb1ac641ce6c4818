import type { z } from 'zod';
import type { Role } from './people/schema';

/** What one call of the API takes and gives. `path` is written as OpenAPI has it: /api/runs/{id}/resume. */
export type Contract<Input extends z.ZodType, Output extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  summary: string;
  role: Role | 'public';
  input: Input; // path parameters, query and body together
  body?: 'json' | 'stream';
  maxBytes?: number;
  status?: 200 | 201 | 202;
  response: Output;
  csv?: string[]; // the columns of a list's export
};

export type AnyContract = Contract<z.ZodType, z.ZodType>;
export function contract<Input extends z.ZodType, Output extends z.ZodType>(
  definition: Contract<Input, Output>,
): Contract<Input, Output> {
  return definition;
}
