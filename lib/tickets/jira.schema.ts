import { z } from 'zod';
import { own } from '@/lib/core/own.schema';
import type { StatusCategory } from './schema';

/** The parts of Jira Cloud REST v3 that we read (Atlassian's OpenAPI; ../shared/facts/jira.md). */

/** Jira writes `2026-11-21T02:23:33.123-0800`: an offset without a colon. */
export function parseJiraDate(text: string): Date | null {
  const at = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(at.getTime()) ? null : at;
}

const jiraDate = z.string().transform((text, context) => {
  const at = parseJiraDate(text);
  if (at) return at.toISOString();
  context.addIssue({ code: 'custom', message: `“${text}” is not a date` });
  return z.NEVER;
});

/** The entity property that makes an issue recognisably ours: which effect made it, by which attempt. */
export const MARKER = 'evenkeel';

const marker = z.object({
  connection: z.string(),
  lineage: z.string(),
  effect: z.string(),
  attempt: z.string(),
});
export type Marker = z.infer<typeof marker>;

/** The fields we ask for: no more than we read. */
export const ISSUE_FIELDS = [
  'summary',
  'status',
  'resolution',
  'assignee',
  'project',
  'labels',
  'created',
  'updated',
  'statuscategorychangedate',
];

const CATEGORIES: Record<string, StatusCategory> = {
  new: 'new',
  indeterminate: 'indeterminate',
  done: 'done',
};

/** An issue as the rest of the code knows it; dates are ISO strings by Jira's own clock. */
const issueFacts = z.object({
  externalId: z.string(),
  key: z.string(),
  projectKey: z.string(),
  summary: z.string(),
  status: z.string(),
  statusCategory: z.enum(['new', 'indeterminate', 'done']),
  resolution: z.string().nullable(),
  assignee: z.string().nullable(), // accountId
  createdAt: z.string(),
  updatedAt: z.string(),
  statusChangedAt: z.string().nullable(),
});
export type IssueFacts = z.infer<typeof issueFacts>;

export const jiraIssue = z
  .object({
    id: z.string().regex(/^\d+$/),
    key: z.string().regex(/^[^\s]+-\d+$/),
    fields: z.object({
      summary: z.string(),
      status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
      resolution: z.object({ name: z.string() }).nullish(),
      assignee: z.object({ accountId: z.string() }).nullish(),
      project: z.object({ key: z.string() }),
      created: jiraDate,
      updated: jiraDate,
      statuscategorychangedate: jiraDate.nullish(),
    }),
    properties: z.record(z.string(), z.unknown()).optional(),
  })
  .transform(({ id, key, fields, properties }) => ({
    facts: {
      externalId: id,
      key,
      projectKey: fields.project.key,
      summary: fields.summary,
      status: fields.status.name,
      // Sites may know more categories than the three; one nobody knows is work not begun.
      statusCategory: own(CATEGORIES, fields.status.statusCategory.key) ?? 'new',
      resolution: fields.resolution?.name ?? null,
      assignee: fields.assignee?.accountId ?? null,
      createdAt: fields.created,
      updatedAt: fields.updated,
      statusChangedAt: fields.statuscategorychangedate ?? null,
    } satisfies IssueFacts,
    marker: marker.safeParse(properties?.[MARKER]).data ?? null,
  }));
export type JiraIssue = z.output<typeof jiraIssue>;

/** Enough of an issue to name it, when the rest cannot be read. */
export const namedIssue = z.object({ id: z.string(), key: z.string().optional() });

export const searchAnswer = z.object({
  issues: z.array(z.unknown()),
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().nullish(),
});

export const bulkAnswer = z.object({ issues: z.array(z.unknown()).default([]) });

export const createdAnswer = z.object({ id: z.string().regex(/^\d+$/), key: z.string().min(1) });

export const transitionsAnswer = z.object({
  transitions: z.array(
    z.object({
      id: z.string(),
      name: z.string().optional(),
      to: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
    }),
  ),
});
export type Transition = z.infer<typeof transitionsAnswer>['transitions'][number];

export const commentsAnswer = z.object({
  comments: z.array(z.object({ id: z.string(), body: z.unknown() })).default([]),
  total: z.number().optional(),
});

export const commentAnswer = z.object({ id: z.string() });

export const serverInfoAnswer = z.object({ serverTime: z.string().optional() });

export const projectsAnswer = z.object({ values: z.array(z.object({ key: z.string() })).default([]) });

const errorCollection = z.object({
  errorMessages: z.array(z.string()).default([]),
  errors: z.record(z.string(), z.string()).default({}),
});

/** Jira's own words about a refusal: messages about the call, then one per field. */
export function refusalOf(status: number, text: string): string {
  const parsed = errorCollection.safeParse(parseJson(text));
  const fields = parsed.success ? Object.entries(parsed.data.errors) : [];
  const words = [
    ...(parsed.success ? parsed.data.errorMessages : []),
    ...fields.map(([field, message]) => `${field}: ${message}`),
  ];
  return words.length > 0 ? `Jira answered ${status}: ${words.join('; ')}` : `Jira answered ${status}`;
}

/** Undefined for what is no JSON: every schema refuses that. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the caller's schema says what was expected instead
  }
}
