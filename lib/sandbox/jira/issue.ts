import type { AdfNode } from './adf';

/** One version of an issue as it stands in `sandbox.jira_versions`. Ids of issues are text: a bigint from pg. */
export type Issue = {
  issue_id: string;
  key: string;
  project: string;
  type_id: string;
  summary: string;
  description: AdfNode | null;
  labels: string[];
  assignee: string | null;
  reporter: string;
  priority: string;
  due_date: string | null;
  parent_id: string | null;
  cost_centre: string | null;
  status_id: string;
  resolution: string | null;
  resolved_at: Date | null;
  status_changed_at: Date;
  created: Date;
  updated: Date;
  properties: Record<string, unknown>;
  deleted: boolean;
};

/** What a caller may set. `undefined` leaves a field as it is. */
export type Edit = Partial<
  Pick<
    Issue,
    | 'summary'
    | 'description'
    | 'labels'
    | 'assignee'
    | 'reporter'
    | 'priority'
    | 'due_date'
    | 'parent_id'
    | 'cost_centre'
    | 'properties'
  >
>;

export type HistoryItem = {
  field: string;
  from: string | null;
  fromString: string | null;
  to: string | null;
  toString: string | null;
};

export type Comment = { id: string; issue_id: string; author: string; body: AdfNode; created: Date };

/** The changelog's items for what differs between two versions, in Jira's field names. */
export function historyOf(before: Issue, after: Issue, statusName: (id: string) => string): HistoryItem[] {
  const items: HistoryItem[] = [];
  const note = (field: string, from: string | null, to: string | null, names = (id: string) => id) => {
    if (from === to) return;
    items.push({
      field,
      from,
      fromString: from === null ? null : names(from),
      to,
      toString: to === null ? null : names(to),
    });
  };
  note('Key', before.key, after.key);
  note('summary', before.summary, after.summary);
  note('status', before.status_id, after.status_id, statusName);
  note('resolution', before.resolution, after.resolution);
  note('assignee', before.assignee, after.assignee);
  note('priority', before.priority, after.priority);
  note('duedate', before.due_date, after.due_date);
  note('labels', before.labels.join(' '), after.labels.join(' '));
  if (JSON.stringify(before.description) !== JSON.stringify(after.description)) {
    items.push({ field: 'description', from: null, fromString: null, to: null, toString: null });
  }
  return items;
}
