import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Answer, OpenApiDocument, Operation, Parameter } from '@/lib/openapi/schema';
import { expect } from './fixtures';

export type Found = { id: string; method: string; path: string; operation: Operation };

/** Every operation of a document, with where it stands. */
export function operationsOf({ paths }: OpenApiDocument): Found[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]) => ({
      id: operation.operationId,
      method: verb.toUpperCase(),
      path,
      operation,
    })),
  );
}

export function parametersOf({ operation }: Found, place: Parameter['in']): Parameter[] {
  return (operation.parameters ?? []).filter((one): one is Parameter => 'in' in one && one.in === place);
}

export type Received = { status: number; type: string; text: string; headers: Record<string, string> };

/** Holds answers against a document: status, kind of content, its shape, the headers that it promises. */
export function checker(document: OpenApiDocument): (found: Found, received: Received) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats(ajv);
  ajv.addSchema(document, 'api');
  const token = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
  const pointer = (parts: string[]) => `api#/${parts.map(token).join('/')}`;

  return ({ id, method, path, operation }, { status, type, text, headers }) => {
    const told = operation.responses[String(status)];
    expect(told, `${id} answered ${status}, which is not documented: ${text.slice(0, 300)}`).toBeDefined();
    const place =
      told && '$ref' in told
        ? told.$ref.slice(2).split('/')
        : ['paths', path, method.toLowerCase(), 'responses', String(status)];
    const answer = answerAt(document, told);
    expect(Object.keys(answer?.content ?? {}), `${id} answered ${status} as ${type}`).toContain(type);
    for (const name of Object.keys(answer?.headers ?? {})) {
      expect(headers, `${id}, ${status}: the header ${name}`).toHaveProperty(name.toLowerCase());
    }
    if (type === 'text/csv') return;
    const isRight = ajv.compile({ $ref: pointer([...place, 'content', type, 'schema']) });
    isRight(JSON.parse(text));
    expect(isRight.errors ?? [], `${id}, ${status}: ${text.slice(0, 300)}`).toEqual([]);
  };
}

function answerAt({ components }: OpenApiDocument, told: Operation['responses'][string] | undefined) {
  if (told === undefined) return undefined;
  return '$ref' in told ? components.responses[told.$ref.split('/').at(-1) ?? ''] : told;
}

/** The answer of a call that goes well. */
export function goodAnswer({ operation }: Found): [status: number, answer: Answer] {
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (!('$ref' in answer)) return [Number(status), answer];
  }
  throw new Error(`${operation.operationId} documents no answer`);
}
