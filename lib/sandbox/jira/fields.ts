/** Reads the `fields`, `update` and `properties` of a create or an edit, and refuses what Jira refuses. */
import { isRecord, readText, readTexts } from '../read';
import { type AdfNode, readAdf, textOf } from './adf';
import { refuseFields } from './answer';
import type { Edit, Issue } from './issue';
import type { IssueType, Project } from './world';
import { COST_CENTRE, createScreen, findPerson, findProject, findType, PRIORITIES } from './world';

const NOT_ON_SCREEN = 'cannot be set. It is not on the appropriate screen, or unknown.';
const NO_ADF = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
const TEXT_LIMIT = 32_767;
const PROPERTY_LIMIT = 32_768;

/** Reads one value into the edit; the text it returns is the fault. */
type Reader = (value: unknown, edit: Edit) => string | undefined;

const READERS: Record<string, Reader> = {
  summary: readSummary,
  description: readDescription,
  labels: readLabels,
  assignee: (value, edit) => readPerson(value, (id) => ({ ...edit, assignee: id }), edit, 'assignee'),
  reporter: (value, edit) =>
    readPerson(value, (id) => ({ ...edit, reporter: id ?? undefined }), edit, 'reporter'),
  priority: readPriority,
  duedate: readDueDate,
  parent: (value, edit) => {
    const parent = isRecord(value) ? (readText(value.id) ?? readText(value.key)) : undefined;
    if (parent === undefined) return 'Could not find issue by id or key.';
    edit.parent_id = parent;
  },
  [COST_CENTRE]: (value, edit) => {
    if (value !== null && typeof value !== 'string') return 'Operation value must be a string';
    edit.cost_centre = value;
  },
};

function readSummary(value: unknown, edit: Edit): string | undefined {
  if (typeof value !== 'string' || value.trim() === '') return 'You must specify a summary of the issue.';
  if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
  if (value.length > 255) return "Summary can't exceed 255 characters.";
  edit.summary = value;
}

function readDescription(value: unknown, edit: Edit): string | undefined {
  if (value === null) {
    edit.description = null;
    return;
  }
  if (!isRecord(value)) return NO_ADF;
  const reading = readAdf(value);
  if ('fault' in reading) return `INVALID_INPUT: ${reading.fault}`;
  if (textOf(reading.node).length > TEXT_LIMIT) return 'CONTENT_LIMIT_EXCEEDED';
  edit.description = reading.node;
}

function readLabels(value: unknown, edit: Edit): string | undefined {
  const labels = readTexts(value ?? []);
  if (!labels) return 'Operation value must be a list of strings';
  for (const label of labels) {
    const fault = faultOfLabel(label);
    if (fault) return fault;
  }
  edit.labels = [...new Set(labels)].sort();
}

function faultOfLabel(label: string): string | undefined {
  if (label === '') return 'The label must not be empty.';
  if (/\s/.test(label)) return `The label '${label}' contains spaces which is invalid.`;
  if (label.length > 255)
    return `The label '${label.slice(0, 20)}…' exceeds the maximum length of 255 characters.`;
  return undefined;
}

function readPerson(
  value: unknown,
  withPerson: (id: string | null) => Edit,
  edit: Edit,
  field: string,
): string | undefined {
  const id = isRecord(value) ? (value.accountId ?? value.id ?? null) : value;
  if (id !== null && (typeof id !== 'string' || !findPerson(id))) {
    return field === 'assignee'
      ? `User '${String(id)}' cannot be assigned issues.`
      : 'The reporter is not a user.';
  }
  Object.assign(edit, withPerson(id));
}

function readPriority(value: unknown, edit: Edit): string | undefined {
  const wanted = isRecord(value) ? (readText(value.id) ?? readText(value.name)) : undefined;
  const priority = PRIORITIES.find((one) => one.id === wanted || one.name === wanted);
  if (!priority) return 'The priority selected is invalid.';
  edit.priority = priority.name;
}

function readDueDate(value: unknown, edit: Edit): string | undefined {
  if (value !== null && (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value))) {
    return 'Error parsing date string. Enter it as yyyy-MM-dd.';
  }
  edit.due_date = value;
}

function readFields(
  fields: Record<string, unknown>,
  allowed: string[],
  errors: Record<string, string>,
): Edit {
  const edit: Edit = {};
  for (const [name, value] of Object.entries(fields)) {
    const reader = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    const fault = reader && allowed.includes(name) ? reader(value, edit) : `Field '${name}' ${NOT_ON_SCREEN}`;
    if (fault) errors[name] = fault;
  }
  return edit;
}

/** Entity properties given with a create or an edit: a list of `{key, value}`. */
function readProperties(value: unknown, errors: Record<string, string>): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  if (value === undefined) return properties;
  if (!Array.isArray(value)) errors.properties = 'properties must be a list of key and value';
  for (const item of Array.isArray(value) ? value : []) {
    const key = isRecord(item) ? readText(item.key) : undefined;
    const fault =
      isRecord(item) && key !== undefined ? faultOfProperty(key, item.value) : 'a property needs a key';
    if (fault) errors.properties = fault;
    else if (key !== undefined) properties[key] = item.value;
  }
  return properties;
}

/** Says what is wrong with one entity property; the limit counts the characters of its JSON. */
export function faultOfProperty(key: string, value: unknown): string | undefined {
  if (key === '' || key.length > 255) return 'The property key must have 1 to 255 characters.';
  if (value === undefined || value === null) return 'The property value must be a non-empty JSON.';
  if (JSON.stringify(value).length > PROPERTY_LIMIT) {
    return `The property value is too long. The maximum is ${PROPERTY_LIMIT} characters.`;
  }
  return undefined;
}

export type Draft = { project: Project; type: IssueType; edit: Edit };

/** Reads the body of a create. Every fault of every field is told at once. */
export function readDraft(body: unknown): Draft {
  const errors: Record<string, string> = {};
  const fields = isRecord(body) && isRecord(body.fields) ? body.fields : {};
  const { project: projectValue, issuetype: typeValue, ...rest } = fields;
  const project = isRecord(projectValue)
    ? findProject(readText(projectValue.key) ?? readText(projectValue.id) ?? '')
    : undefined;
  const type = isRecord(typeValue)
    ? findType(readText(typeValue.id) ?? readText(typeValue.name) ?? '')
    : undefined;
  if (!project) errors.project = 'Specify a valid project ID or key';
  if (!type) errors.issuetype = 'Specify a valid issue type';
  if (!project || !type) return refuseFields(errors);

  const screen = createScreen(project, type);
  const edit = readFields(rest, screen.fields, errors);
  for (const name of screen.required) {
    if (fields[name] !== undefined && fields[name] !== null && fields[name] !== '') continue;
    errors[name] ??= name === 'summary' ? 'You must specify a summary of the issue.' : `${name} is required.`;
  }
  if (isRecord(body)) edit.properties = readProperties(body.properties, errors);
  if (Object.keys(errors).length > 0) refuseFields(errors);
  return { project, type, edit };
}

/** Reads the body of an edit. `update` knows labels add, remove and set, and set on every other field. */
export function readEditOf(body: unknown, issue: Issue): Edit {
  const project = findProject(issue.project);
  const type = findType(issue.type_id);
  const screen = project && type ? createScreen(project, type).fields : [];
  const errors: Record<string, string> = {};
  const fields = isRecord(body) && isRecord(body.fields) ? { ...body.fields } : {};
  const updates = isRecord(body) && isRecord(body.update) ? body.update : {};
  for (const [name, operations] of Object.entries(updates)) {
    if (name === 'comment') continue;
    if (name in fields) errors[name] = `Field '${name}' is set both in fields and in update.`;
    else if (name === 'labels') fields.labels = changeLabels(issue.labels, operations, errors);
    else fields[name] = lastSet(operations, name, errors);
  }
  const edit = readFields(fields, screen, errors);
  if (isRecord(body) && body.properties !== undefined)
    edit.properties = readProperties(body.properties, errors);
  if (Object.keys(errors).length > 0) refuseFields(errors);
  return edit;
}

function changeLabels(labels: string[], operations: unknown, errors: Record<string, string>): string[] {
  let changed = [...labels];
  for (const operation of Array.isArray(operations) ? operations : []) {
    if (!isRecord(operation)) continue;
    if (typeof operation.add === 'string') changed.push(operation.add);
    else if (typeof operation.remove === 'string')
      changed = changed.filter((label) => label !== operation.remove);
    else if (Array.isArray(operation.set)) changed = readTexts(operation.set) ?? changed;
    else errors.labels = 'The operation must be add, remove or set.';
  }
  return changed;
}

function lastSet(operations: unknown, name: string, errors: Record<string, string>): unknown {
  const last: unknown = Array.isArray(operations) ? operations.at(-1) : undefined;
  if (isRecord(last) && 'set' in last) return last.set;
  errors[name] = `Field '${name}' knows only the operation set.`;
  return undefined;
}

/** The document of a comment; refuses the write when it is none. */
export function requireAdf(value: unknown, field: string): AdfNode {
  const reading = readAdf(value);
  if ('fault' in reading) return refuseFields({ [field]: `INVALID_INPUT: ${reading.fault}` });
  return reading.node;
}
