import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import type { EffectRow } from '@/lib/effects/data';
import type { Finding } from '@/lib/effects/moves';
import { highestTicket, insertTicket } from './data';
import { createPayload, type Deed, type Desk, lineageOf, sentOf, stuckHook } from './deed';
import { createBody, labelOf, summaryOf } from './issue';
import type { JiraSite } from './jira';
import type { IssueFacts, JiraIssue } from './jira.schema';
import { bulkFetch, createIssue, readIssue, searchPage } from './jira-calls';

/** Opening an issue: the deed that must never happen twice. Jira has no idempotency key (facts/jira.md). */
export function createDeed(desk: Desk): Deed<IssueFacts> {
  const { site, hooks } = desk;
  const { connection } = site;
  return {
    async send(effect, token) {
      const { fields } = createPayload.parse(effect.payload);
      const body = createBody(fields, markerOf(effect, token));
      const written = await createIssue(site, body, effect.attempts);
      if (written.kind !== 'done') return written;
      const facts = await readBack(desk, effect, written.value);
      return sentOf(written, () => facts);
    },
    find: (effect) => findIssue(desk, effect),
    async onConfirmed(tx, facts, effect) {
      const { owner, lineageId } = createPayload.parse(effect.payload);
      const { id: connectionId, baseUrl } = connection;
      const { subject } = effect;
      const ticketId = await insertTicket(tx, { connectionId, baseUrl, subject, owner, facts });
      await hooks.onTicketOpened(tx, { lineageId, ticketId });
    },
    onStuck: stuckHook(hooks),
  };
}

function markerOf(effect: EffectRow, token: string) {
  return { connection: effect.connectionId, lineage: lineageOf(effect), effect: effect.key, attempt: token };
}

/**
 * The 201 names the issue and nothing else. Where it cannot be read just then, it stands as written until the
 * monitor has seen it: what is confirmed is not put in doubt again.
 */
async function readBack(
  desk: Desk,
  effect: EffectRow,
  made: { id: string; key: string },
): Promise<IssueFacts> {
  const issue = await readIssue(desk.site, made.id, 0).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  if (issue) return issue.facts;
  const { projectKey, fields } = createPayload.parse(effect.payload);
  const summary =
    typeof fields === 'object' && fields !== null && 'summary' in fields ? String(fields.summary) : '';
  const before = new Date(Date.now() - 60_000).toISOString(); // older than whatever the monitor will read
  return {
    externalId: made.id,
    key: made.key,
    projectKey,
    summary: summaryOf({ summary }),
    status: 'New',
    statusCategory: 'new',
    resolution: null,
    assignee: null,
    createdAt: before,
    updatedAt: before,
    statusChangedAt: null,
  };
}

const RANGE = 99; // and the witness: bulkfetch takes 100
const RANGES = 10;

/**
 * Looks by label in the index, then by key past it: the keys after the highest that was known before the sending.
 * Absence is shown only when an issue known to stand in that project is visible in the same reading.
 */
async function findIssue(desk: Desk, effect: EffectRow): Promise<Finding<IssueFacts>> {
  const { site } = desk;
  const { projectKey, lineageId, knownKey } = createPayload.parse(effect.payload);
  const isOurs = ({ marker }: JiraIssue) =>
    marker?.effect === effect.key && marker.connection === effect.connectionId;

  const label = labelOf(effect.connectionId, lineageId);
  const page = await searchPage(site, { jql: `labels = "${label}" ORDER BY created ASC` });
  const labelled = issuesOf(page.issues).find(isOurs);
  if (labelled)
    return { kind: 'found', result: labelled.facts, detail: `${labelled.facts.key}, by its label` };

  const known = await highestTicket(database(), effect.connectionId, projectKey);
  const witness = known?.key ?? knownKey;
  const { found, isVisible } = await walkKeys(desk, {
    projectKey,
    after: numberOf(knownKey),
    witness,
    isOurs,
  });
  if (found) return { kind: 'found', result: found.facts, detail: `${found.facts.key}, by its key` };
  const detail = `not found by label ${label} nor by key after ${knownKey ?? `${projectKey}-0`}`;
  if (isVisible) return { kind: 'absent', detail: `${detail}; ${witness} is visible` };
  return {
    kind: 'unproven',
    detail: `Jira did not answer and the issue may exist: ${detail}, and no known issue of ${projectKey} is visible`,
  };
}

type Walk = {
  projectKey: string;
  after: number;
  witness: string | null;
  isOurs(issue: JiraIssue): boolean;
};

async function walkKeys(
  { site }: Desk,
  { projectKey, after, witness, isOurs }: Walk,
): Promise<{ found: JiraIssue | null; isVisible: boolean }> {
  let isVisible = false;
  for (let range = 0; range < RANGES; range += 1) {
    const first = after + range * RANGE + 1;
    const keys = Array.from({ length: RANGE }, (_, index) => `${projectKey}-${first + index}`);
    const issues = issuesOf(await bulkFetch(site, witness === null ? keys : [...keys, witness]));
    const found = issues.find(isOurs);
    if (found) return { found, isVisible: true };
    isVisible ||= issues.some((issue) => issue.facts.projectKey === projectKey);
    const isEnd = issues.every((issue) => issue.facts.key === witness);
    if (isEnd) break;
  }
  return { found: null, isVisible };
}

function issuesOf(read: Awaited<ReturnType<typeof bulkFetch>>): JiraIssue[] {
  return read.flatMap((one) => ('issue' in one ? [one.issue] : []));
}

/** PLAT-41 → 41; nothing known → 0. */
function numberOf(key: string | null): number {
  return Number(/-(\d+)$/.exec(key ?? '')?.[1] ?? 0);
}

/** The highest key a project is known to have now: our own tickets', or the newest in the index. */
export async function highestKey(desk: Desk, projectKey: string): Promise<string | null> {
  const ours = (await highestTicket(database(), desk.site.connection.id, projectKey))?.key ?? null;
  const cached = desk.newestKeys.get(projectKey);
  const newest = cached === undefined ? await newestKey(desk.site, projectKey) : cached;
  desk.newestKeys.set(projectKey, newest);
  return numberOf(newest) > numberOf(ours) ? newest : ours;
}

async function newestKey(site: JiraSite, projectKey: string): Promise<string | null> {
  const jql = `project = "${projectKey.replace(/["\\]/g, '')}" ORDER BY created DESC`;
  const page = await searchPage(site, { jql, maxResults: 1 }).catch((error: unknown) => {
    // A project that Jira does not know makes the query an error; the create will say so field by field.
    if (error instanceof AppError && error.code === 'outbound_failed') return null;
    throw error;
  });
  return page ? (issuesOf(page.issues)[0]?.facts.key ?? null) : null;
}
