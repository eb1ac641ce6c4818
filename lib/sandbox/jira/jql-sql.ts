import { own } from '@/lib/core/own.schema';
import { refuse } from './answer';
import { readLocalDate } from './dates';
import type { Clause, Order, Value } from './jql-parse';
import { findPerson, findProject, findResolution, findStatus, findType, ROBOT, STATUSES } from './world';

/** Collects the values of one statement as `$n`. */
export class Parameters {
  readonly values: unknown[] = [];

  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

export type Reading = { zone: string; now: Date; parameters: Parameters };
type Test = Extract<Clause, { kind: 'test' }>;

const UNKNOWN_FIELD = 'does not exist or you do not have permission to view it.';

/** The SQL condition for a JQL clause over one version `v`. Names that Jira does not know match nothing. */
export function sqlOf(clause: Clause, reading: Reading): string {
  if (clause.kind === 'not') return `NOT ${sqlOf(clause.part, reading)}`;
  if (clause.kind === 'test') return `(${sqlOfTest(clause, reading)})`;
  return `(${clause.parts.map((part) => sqlOf(part, reading)).join(clause.kind === 'and' ? ' AND ' : ' OR ')})`;
}

function sqlOfTest(test: Test, reading: Reading): string {
  switch (test.field) {
    case 'project':
      return among('v.project', test, reading, (text) => findProject(text)?.key);
    case 'status':
      return among('v.status_id', test, reading, (text) => findStatus(text)?.id);
    case 'statuscategory':
      return amongCategories(test, reading);
    case 'issuetype':
    case 'type':
      return among('v.type_id', test, reading, (text) => findType(text)?.id);
    case 'resolution':
      return among('v.resolution', test, reading, (text) =>
        text.toLowerCase() === 'unresolved' ? null : findResolution(text),
      );
    case 'assignee':
    case 'reporter':
      return among(`v.${test.field}`, test, reading, (text) =>
        text.toLowerCase() === 'currentuser' ? ROBOT.accountId : findPerson(text)?.accountId,
      );
    case 'labels':
      return ofLabels(test, reading);
    case 'id':
    case 'key':
    case 'issue':
    case 'issuekey':
      return ofKeys(test, reading);
    case 'created':
    case 'createddate':
      return ofDate('v.created', test, reading);
    case 'updated':
    case 'updateddate':
      return ofDate('v.updated', test, reading);
    case 'summary':
    case 'text':
      if (test.operator !== '~') return wrongOperator(test);
      return `v.summary ILIKE ${reading.parameters.add(`%${textOf(test).replace(/[%_\\]/g, '\\$&')}%`)}`;
    default:
      return refuse(`Field '${test.field}' ${UNKNOWN_FIELD}`);
  }
}

function wrongOperator(test: Test): never {
  return refuse(`The operator '${test.operator}' is not supported by the '${test.field}' field.`);
}

function textOf(test: Test): string {
  return test.values[0]?.text ?? '';
}

function isEmpty(value: Value): boolean {
  return !value.quoted && ['empty', 'null'].includes(value.text.toLowerCase());
}

/** `find` gives the stored word, null for "has none", undefined for a name nobody knows. */
function among(
  column: string,
  test: Test,
  reading: Reading,
  find: (text: string) => string | null | undefined,
) {
  if (!['=', '!=', 'in', 'not in', 'is', 'is not'].includes(test.operator)) return wrongOperator(test);
  const found = test.values.map((value) => (isEmpty(value) ? null : find(value.text)));
  const words = found.filter((word) => typeof word === 'string');
  const list = reading.parameters.add(words);
  const none = found.includes(null) ? ` OR ${column} IS NULL` : '';
  const positive = `${column} = ANY(${list}::text[])${none}`;
  if (!['!=', 'not in', 'is not'].includes(test.operator)) return positive;
  // As in Jira, "is not X" does not find what has no value at all.
  return `${column} IS NOT NULL AND NOT (${positive})`;
}

function amongCategories(test: Test, reading: Reading): string {
  const statuses = test.values.flatMap((value) => {
    const wanted = value.text.toLowerCase();
    const key = wanted === 'to do' ? 'new' : wanted === 'in progress' ? 'indeterminate' : wanted;
    return STATUSES.filter((status) => status.category === key).map((status) => ({
      text: status.id,
      quoted: true,
    }));
  });
  const operator = test.operator === '=' ? 'in' : test.operator === '!=' ? 'not in' : test.operator;
  return among('v.status_id', { ...test, operator, values: statuses }, reading, (text) => text);
}

function ofLabels(test: Test, reading: Reading): string {
  const [first] = test.values;
  const empty = first && isEmpty(first);
  if (empty && (test.operator === 'is' || test.operator === '=')) return 'cardinality(v.labels) = 0';
  if (empty && (test.operator === 'is not' || test.operator === '!=')) return 'cardinality(v.labels) > 0';
  const list = reading.parameters.add(test.values.map((value) => value.text));
  if (test.operator === '=' || test.operator === 'in') return `v.labels && ${list}::text[]`;
  if (test.operator === '!=' || test.operator === 'not in') {
    return `cardinality(v.labels) > 0 AND NOT v.labels && ${list}::text[]`;
  }
  return wrongOperator(test);
}

function ofKeys(test: Test, reading: Reading): string {
  const negative = test.operator === '!=' || test.operator === 'not in';
  const ids = test.values.filter((value) => /^\d{1,18}$/.test(value.text)).map((value) => value.text);
  const keys = test.values.map((value) => value.text.toUpperCase());
  const { parameters } = reading;
  if (['>', '>=', '<', '<='].includes(test.operator)) {
    const [project = '', number = '0'] = textOf(test).toUpperCase().split('-');
    const column = `split_part(v.key, '-', 2)::bigint ${test.operator} ${parameters.add(Number(number) || 0)}`;
    return `v.project = ${parameters.add(project)} AND ${column}`;
  }
  if (!negative && test.operator !== '=' && test.operator !== 'in') return wrongOperator(test);
  const positive = `v.issue_id = ANY(${parameters.add(ids)}::bigint[]) OR v.issue_id IN
    (SELECT issue_id FROM sandbox.jira_keys WHERE key = ANY(${parameters.add(keys)}::text[]))`;
  return negative ? `NOT (${positive})` : positive;
}

function ofDate(column: string, test: Test, reading: Reading): string {
  if (!['=', '!=', '>', '>=', '<', '<='].includes(test.operator)) return wrongOperator(test);
  const value = test.values[0] ?? { text: '', quoted: true };
  const isEpoch = !value.quoted && /^-?\d{5,15}$/.test(value.text);
  const at = isEpoch ? new Date(Number(value.text)) : readLocalDate(value.text, reading.zone, reading.now);
  if (!at || Number.isNaN(at.getTime())) {
    return refuse(
      `Date value '${value.text}' for field '${test.field}' is invalid. Valid formats include: ` +
        "'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.",
    );
  }
  return `${column} ${test.operator} ${reading.parameters.add(at)}::timestamptz`;
}

export type Sort = { expression: string; type: string; descending: boolean };

const SORTS: Record<string, Omit<Sort, 'descending'>[]> = {
  updated: [{ expression: 'v.updated', type: 'timestamptz' }],
  created: [{ expression: 'v.created', type: 'timestamptz' }],
  id: [{ expression: 'v.issue_id', type: 'bigint' }],
  key: [
    { expression: 'v.project', type: 'text' },
    { expression: "split_part(v.key, '-', 2)::bigint", type: 'bigint' },
  ],
  summary: [{ expression: 'v.summary', type: 'text' }],
  status: [{ expression: 'v.status_id', type: 'text' }],
};
const SAME_SORT: Record<string, string> = { updateddate: 'updated', createddate: 'created', issuekey: 'key' };

/** The order with the issue's id last, so that every page begins exactly after the one before. */
export function sortsOf(order: Order[]): Sort[] {
  const sorts = order.flatMap(({ field, descending }) => {
    const found = own(SORTS, own(SAME_SORT, field) ?? field);
    if (!found) return refuse(`Field '${field}' ${UNKNOWN_FIELD}`);
    return found.map((sort) => ({ ...sort, descending }));
  });
  return [...sorts, { expression: 'v.issue_id', type: 'bigint', descending: order.length === 0 }];
}

/** The condition "stands after these values in this order". */
export function sqlOfAfter(sorts: Sort[], last: string[], parameters: Parameters): string {
  const alternatives = sorts.map((sort, index) => {
    const same = sorts
      .slice(0, index)
      .map((one, at) => `${one.expression} = ${parameters.add(last[at])}::${one.type}`);
    const beyond = `${sort.expression} ${sort.descending ? '<' : '>'} ${parameters.add(last[index])}::${sort.type}`;
    return `(${[...same, beyond].join(' AND ')})`;
  });
  return `(${alternatives.join(' OR ')})`;
}
