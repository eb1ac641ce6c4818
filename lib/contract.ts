import { z } from 'zod';
import type { Role } from './people/roles.schema';

/** What one call of the API takes and gives. `path` is written as OpenAPI has it: /api/runs/{id}/resume. */
export type Contract<Input extends z.ZodType, Output extends z.ZodType> = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  summary: string;
  role: Role | 'public';
  input: Input; // path parameters, query and body together
  response: Output;
  body?: 'json' | 'stream';
  maxBytes?: number;
  status?: 200 | 201 | 202;
  also?: 503; // another status that the same answer may come with
  idempotent?: boolean; // takes an Idempotency-Key; what a POST makes (201, 202) does unless it says otherwise
  csv?: string[]; // the columns of a list's export
  file?: string; // the answer is no JSON but a file of this media type: `response` is z.file()
  example?: Example<Input, Output>; // the reference shows it, and a test holds it against the schemas
};

/** A call true to life: `input` is path, query and body in one, `body` the raw bytes of a stream, as text. */
export type Example<Input extends z.ZodType, Output extends z.ZodType> = {
  input?: z.input<Input>;
  body?: string;
  response: z.output<Output>;
};

export type AnyContract = Contract<z.ZodType, z.ZodType>;

type Rest<I extends z.ZodType, O extends z.ZodType> = Omit<
  Contract<I, O>,
  'method' | 'path' | 'summary' | 'role'
>;

/** A call that only reads: every viewer may. */
export function reads<I extends z.ZodType, O extends z.ZodType>(
  path: string,
  summary: string,
  rest: Rest<I, O>,
): Contract<I, O> {
  return { method: 'GET', path, summary, role: 'viewer', ...rest };
}

/** A call that changes something, with a JSON body unless it says otherwise. */
export function writes<I extends z.ZodType, O extends z.ZodType>(
  role: Role,
  path: string,
  summary: string,
  rest: Rest<I, O> & { method?: 'POST' | 'PUT' | 'PATCH' | 'DELETE' },
): Contract<I, O> {
  return { method: 'POST', path, summary, role, body: 'json', ...rest };
}

/** An id in a path, and the input of a call that takes none. */
export const id = z.string().min(1).max(60);
export const nothing = z.object({});

/** What makes something takes an Idempotency-Key, unless its contract says otherwise; keys belong to callers we know. */
export function takesIdempotencyKey({ method, status, role, idempotent }: AnyContract): boolean {
  if (role === 'public') return false;
  return idempotent ?? (method === 'POST' && (status === 201 || status === 202));
}
