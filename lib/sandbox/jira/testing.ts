import { withDeadline } from '@/lib/core/deadline';
import { isRecord } from '../read';
import { type JiraSandbox, SANDBOX_EMAIL, SANDBOX_TOKEN } from './server';

export type Reply = { status: number; body: unknown; headers: Headers };

/** For a hang that is none of a test's own faults. */
const PATIENCE_MS = 20_000;

/** A caller of the sandbox over HTTP, as the account that owns the token. */
export class Caller {
  constructor(private readonly sandbox: JiraSandbox) {}

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const login = Buffer.from(`${SANDBOX_EMAIL}:${SANDBOX_TOKEN}`).toString('base64');
    const target = path.startsWith('/sandbox') || path.startsWith('/browse') ? path : `/rest/api/3${path}`;
    return withDeadline({ ms: PATIENCE_MS }, async (signal) => {
      const response = await fetch(this.sandbox.url + target, {
        method,
        headers: { authorization: `Basic ${login}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
      });
      const text = await response.text();
      const isJson = text !== '' && response.headers.get('content-type')?.includes('json');
      return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
    });
  }

  create(
    fields: Record<string, unknown> = {},
    rest: Record<string, unknown> = {},
    headers = {},
  ): Promise<Reply> {
    return this.call('POST', '/issue', { fields: { ...taskFields(), ...fields }, ...rest }, headers);
  }

  /** Creates an issue and gives its id and key. */
  async make(fields: Record<string, unknown> = {}, rest: Record<string, unknown> = {}, headers = {}) {
    const reply = await this.create(fields, rest, headers);
    return { id: textAt(reply.body, 'id'), key: textAt(reply.body, 'key') };
  }

  search(jql: string, rest: Record<string, unknown> = {}): Promise<Reply> {
    return this.call('POST', '/search/jql', { jql, fields: ['summary', 'status'], ...rest });
  }

  async keys(jql: string, rest: Record<string, unknown> = {}): Promise<string[]> {
    return keysOf((await this.search(jql, rest)).body);
  }
}

function taskFields() {
  return { project: { key: 'PLAT' }, issuetype: { name: 'Task' }, summary: 'Delete idle load balancer' };
}

export function paragraph(text: string) {
  return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}

/** Walks into an answer; a place that is not there is undefined. */
export function at(body: unknown, ...path: (string | number)[]): unknown {
  let value = body;
  for (const step of path) {
    if (Array.isArray(value) && typeof step === 'number') value = value[step];
    else if (isRecord(value)) value = value[String(step)];
    else return undefined;
  }
  return value;
}

export function textAt(body: unknown, ...path: (string | number)[]): string {
  return String(at(body, ...path));
}

export function listAt(body: unknown, ...path: (string | number)[]): unknown[] {
  const value = at(body, ...path);
  return Array.isArray(value) ? value : [];
}

export function keysOf(body: unknown): string[] {
  return listAt(body, 'issues').map((issue) => textAt(issue, 'key'));
}
