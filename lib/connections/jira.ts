import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { type Outcome, outboundFetch } from '@/lib/core/outbound';
import { accessOf } from './access';
import type { OpenConnection } from './data';

/** What Settings asks of a Jira site: once, briefly, writing nothing. Tickets have a client of their own. */
export type SiteAccount = Pick<OpenConnection, 'baseUrl' | 'account' | 'secret'>;

/** As `Outcome`; a host that may not be called is an answer too. */
export type Asked = Outcome | { kind: 'blocked'; reason: string };

const API = '/rest/api/3';
const LIMITS = { timeoutMs: 10_000, maxBytes: 1_000_000 };

type Question = { method?: 'GET' | 'POST'; query?: Record<string, string>; body?: object };

export async function askSite(
  site: SiteAccount,
  path: string,
  { method = 'GET', query, body }: Question = {},
): Promise<Asked> {
  const { headers, allow } = accessOf(site);
  const search = query ? `?${new URLSearchParams(query)}` : '';
  try {
    return await outboundFetch({
      url: `${site.baseUrl}${API}${path}${search}`,
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      allow,
      ...LIMITS,
    });
  } catch (error) {
    // A host that may not be called is a finding about the connection, not a failure of the question.
    if (error instanceof AppError && error.code === 'outbound_blocked') {
      return { kind: 'blocked', reason: error.message };
    }
    throw error;
  }
}

/** The parts that are read of the answers (Atlassian's OpenAPI, Jira Cloud REST v3). */
export const projectsAnswer = z.object({
  values: z.array(z.object({ key: z.string(), name: z.string() })).default([]),
  total: z.number().optional(),
});
export const permissionsAnswer = z.object({
  permissions: z.record(z.string(), z.object({ havePermission: z.boolean().default(false) })),
});
export const issueTypesAnswer = z.object({
  issueTypes: z.array(z.object({ id: z.string(), name: z.string(), subtask: z.boolean().default(false) })),
});

/** Null for what is no answer of that shape. */
export function readBody<S extends z.ZodType>(shape: S, asked: Asked): z.output<S> | null {
  if (asked.kind !== 'answer' || asked.status !== 200) return null;
  try {
    return shape.safeParse(JSON.parse(asked.text)).data ?? null;
  } catch {
    return null; // not JSON: whoever reads says what was expected
  }
}

/** What went wrong, in words for whoever set the connection up. */
export function refusalWords(asked: Asked, account: string): string {
  if (asked.kind === 'blocked') return asked.reason;
  if (asked.kind !== 'answer') return `no answer: ${asked.reason}`;
  if (asked.status === 401) return `the e-mail or the token of ${account} is wrong`;
  if (asked.status === 403) return `${account} may not use this site's API`;
  if (asked.status === 429) return 'the site asks us to slow down';
  return `the site answered ${asked.status}; is this the address of a Jira site?`;
}
