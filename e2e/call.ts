import { type APIRequestContext, expect } from '@playwright/test';
import type { z } from 'zod';
import type { Contract } from '@/lib/contract';

/** What a run may take from its request to its end, on a machine that does much else. */
export const RUN_MS = 100_000;

export type Input = Record<string, unknown>;

/** One call of the API by its contract, which also says what must come back. */
export async function call<I extends z.ZodType, O extends z.ZodType>(
  api: APIRequestContext,
  contract: Contract<I, O>,
  input: Input = {},
): Promise<z.output<O>> {
  const inPath = new Set([...contract.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  const path = contract.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const rest = Object.entries(input).filter(([name]) => !inPath.has(name));
  const query = new URLSearchParams(
    rest.flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)])),
  );
  const hasBody = contract.body !== undefined;
  const answer = await api.fetch(hasBody ? path : `${path}?${query}`, {
    method: contract.method,
    ...(hasBody ? { data: Object.fromEntries(rest) } : {}),
  });
  expect(answer.status(), await answer.text()).toBe(contract.status ?? 200);
  return contract.response.parse(await answer.json());
}
