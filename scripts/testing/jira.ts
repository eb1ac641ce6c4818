import { createConnection } from '@/lib/connections/commands';
import { database } from '@/lib/core/db';
import { systemActor } from '@/lib/people/schema';
import type { JobContext } from '@/lib/runs/plan';
import { type JiraSandbox, SANDBOX_EMAIL, SANDBOX_TOKEN, startJiraSandbox } from '@/lib/sandbox/jira/server';
import type { TicketChange, TicketContent, TicketWish } from '@/lib/tickets/schema';

/** A sandbox Jira in the test file's own database, a connection to it, and what a test does to both. */
export type TestJira = {
  site: JiraSandbox;
  connectionId: string;
  /** Calls the sandbox's own controls: faults, the clock, deeds of people. */
  control(method: string, path: string, body?: unknown): Promise<unknown>;
  issues(): Promise<SandboxIssue[]>;
};

type SandboxIssue = {
  id: string;
  key: string;
  project: string;
  summary: string;
  status: string;
  labels: string[];
  properties: Record<string, unknown>;
};

export async function startTestJira(name = 'sandbox', token = SANDBOX_TOKEN): Promise<TestJira> {
  process.env.OUTBOUND_ALLOW ??= '127.0.0.1'; // before anything reads the settings
  const site = await startJiraSandbox({ databaseUrl: process.env.DATABASE_URL ?? '', port: 0 });
  const connection = await createConnection({
    actor: systemActor('test'),
    name,
    baseUrl: site.url,
    account: SANDBOX_EMAIL,
    secret: token,
    requestsPerSecond: 100,
    isSandbox: true,
  });
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${site.url}/sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const answer: unknown = text === '' ? null : JSON.parse(text);
    return answer;
  };
  const issues = async () => readIssues(await control('GET', 'issues'));
  return { site, connectionId: connection.id, control, issues };
}

function readIssues(answer: unknown): SandboxIssue[] {
  const holder: { issues?: SandboxIssue[] } = Object(answer);
  return holder.issues ?? [];
}

/** Routes every owner to one project of that connection. */
export async function routeTo(connectionId: string, projectKey: string, more = {}): Promise<void> {
  await database().ticketRoute.deleteMany({ where: { owner: null } });
  await database().ticketRoute.create({
    data: { owner: null, connectionId, projectKey, weeklyCap: 1000, ...more },
  });
}

export function contentOf(name: string, more: Partial<TicketContent> = {}): TicketContent {
  return {
    summary: `Delete idle load balancer ${name}`,
    action: 'delete',
    resource: { provider: 'AWS', account: '4411', region: 'eu-west-1', nativeId: `lb-${name}`, name },
    savings: '120.50',
    currency: 'USD',
    reason: 'No requests in 30 days',
    facts: [{ label: 'Requests', value: '0' }],
    ruleTitle: 'Load balancers nobody uses',
    rationale: 'A load balancer without requests costs money and serves nobody.',
    links: [],
    ...more,
  };
}

export function wishFor(lineageId: string, more: Partial<TicketWish> = {}): TicketWish {
  return { lineageId, deed: 'create', sequence: '1', owner: null, content: contentOf(lineageId), ...more };
}

/** Stands where recommendations stand: knows what lineages want, and hears what happened. */
export class Lineages {
  wishes: TicketWish[] = [];
  opened: { lineageId: string; ticketId: string }[] = [];
  waiting: { lineageId: string; reason: string }[] = [];
  needs: { lineageId: string; reason: string }[] = [];
  changes: TicketChange[] = [];

  /** What jobs and commands of tickets are handed. */
  readonly hooks = {
    nextWishes: async (_: unknown, __: string, after: string, limit: number) =>
      this.wishes
        .filter((wish) => BigInt(wish.lineageId) > BigInt(after) && !this.isMet(wish))
        .sort((a, b) => Number(BigInt(a.lineageId) - BigInt(b.lineageId)))
        .slice(0, limit),
    onTicketOpened: async (_: unknown, opened: { lineageId: string; ticketId: string }) => {
      this.opened.push(opened);
    },
    onWaiting: async (_: unknown, waiting: { lineageId: string; reason: string }) => {
      this.waiting.push(waiting);
    },
    onNeedsPerson: async (_: unknown, need: { lineageId: string; reason: string }) => {
      this.needs.push(need);
    },
    onTicketChange: async (_: unknown, change: TicketChange) => {
      this.changes.push(change);
    },
  };

  private isMet(wish: TicketWish): boolean {
    return wish.deed === 'create' && this.opened.some((opened) => opened.lineageId === wish.lineageId);
  }
}

export function jobContext<Input>(input: Input, more: Partial<JobContext<Input>> = {}): JobContext<Input> {
  return {
    runId: '00000000-0000-4000-8000-000000000000',
    jobName: 'test',
    attempt: 1,
    input,
    outputs: {},
    states: {},
    clock: () => new Date(),
    signal: new AbortController().signal,
    progress: async () => undefined,
    log: async () => undefined,
    ...more,
  };
}
