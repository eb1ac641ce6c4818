/** Issues, people and projects as Jira's JSON. */
import { isRecord } from '../read';
import { formatDate } from './dates';
import type { Comment, Issue } from './issue';
import type { Person, Project, Status } from './world';
import {
  CATEGORIES,
  COST_CENTRE,
  findPerson,
  findProject,
  findStatus,
  ISSUE_TYPES,
  PRIORITIES,
  RESOLUTIONS,
  STATUSES,
} from './world';

/** Where the site stands and in which time zone the asking account reads dates. */
export type Site = { url: string; zone: string };

export function presentPerson(person: Person, site: Site) {
  return {
    self: `${site.url}/rest/api/3/user?accountId=${encodeURIComponent(person.accountId)}`,
    accountId: person.accountId,
    accountType: 'atlassian',
    emailAddress: person.email,
    displayName: person.name,
    active: true,
    timeZone: site.zone,
  };
}

function presentAccount(accountId: string | null, site: Site) {
  const person = accountId === null ? undefined : findPerson(accountId);
  return person ? presentPerson(person, site) : null;
}

export function presentStatus(status: Status, site: Site) {
  const category = CATEGORIES[status.category];
  return {
    self: `${site.url}/rest/api/3/status/${status.id}`,
    description: '',
    iconUrl: `${site.url}/`,
    name: status.name,
    id: status.id,
    statusCategory: {
      self: `${site.url}/rest/api/3/statuscategory/${category.id}`,
      id: category.id,
      key: status.category,
      colorName: category.colorName,
      name: category.name,
    },
  };
}

export function presentTypes(site: Site) {
  return ISSUE_TYPES.map((type) => ({
    self: `${site.url}/rest/api/3/issuetype/${type.id}`,
    id: type.id,
    description: '',
    iconUrl: `${site.url}/`,
    name: type.name,
    subtask: type.subtask,
    hierarchyLevel: type.subtask ? -1 : 0,
  }));
}

/** The short form that stands inside an issue. */
export function presentProject(project: Project, site: Site) {
  return {
    self: `${site.url}/rest/api/3/project/${project.id}`,
    id: project.id,
    key: project.key,
    name: project.name,
    projectTypeKey: 'software',
    simplified: false,
  };
}

export function presentWholeProject(project: Project, site: Site) {
  return {
    ...presentProject(project, site),
    style: 'classic',
    isPrivate: false,
    lead: presentAccount(project.lead, site),
    issueTypes: presentTypes(site),
    assigneeType: 'UNASSIGNED',
    properties: {},
  };
}

export function presentComment(comment: Comment, site: Site) {
  const author = presentAccount(comment.author, site);
  const date = formatDate(comment.created, site.zone);
  return {
    self: `${site.url}/rest/api/3/issue/${comment.issue_id}/comment/${comment.id}`,
    id: comment.id,
    author,
    body: presentAdf(comment.body),
    updateAuthor: author,
    created: date,
    updated: date,
    jsdPublic: true,
  };
}

/** A document goes out with its version again; it is stored without. */
function presentAdf(node: unknown) {
  return isRecord(node) ? { version: 1, ...node } : null;
}

/** Every field an issue has, by name; callers choose among them. */
export function presentFields(issue: Issue, site: Site): Record<string, unknown> {
  const project = findProject(issue.project);
  const status = findStatus(issue.status_id) ?? STATUSES[0];
  const priority = PRIORITIES.find((one) => one.name === issue.priority);
  const resolution = RESOLUTIONS.find((one) => one.name === issue.resolution);
  const type = presentTypes(site).find((one) => one.id === issue.type_id);
  const date = (at: Date | null) => (at ? formatDate(at, site.zone) : null);
  return {
    summary: issue.summary,
    description: presentAdf(issue.description),
    project: project ? presentProject(project, site) : null,
    issuetype: type,
    status: presentStatus(status, site),
    statusCategory: presentStatus(status, site).statusCategory,
    statuscategorychangedate: date(issue.status_changed_at),
    resolution: resolution
      ? { self: `${site.url}/rest/api/3/resolution/${resolution.id}`, ...resolution }
      : null,
    resolutiondate: date(issue.resolved_at),
    labels: issue.labels,
    assignee: presentAccount(issue.assignee, site),
    reporter: presentAccount(issue.reporter, site),
    creator: presentAccount(issue.reporter, site),
    priority: priority
      ? { self: `${site.url}/rest/api/3/priority/${priority.id}`, iconUrl: `${site.url}/`, ...priority }
      : null,
    duedate: issue.due_date,
    created: date(issue.created),
    updated: date(issue.updated),
    parent: issue.parent_id === null ? undefined : { id: issue.parent_id },
    [COST_CENTRE]: issue.cost_centre,
  };
}

/** `*all` and `*navigable` mean everything; `-name` takes one away; unknown names are ignored, as Jira does. */
function chooseFields(all: Record<string, unknown>, wanted: string[]): Record<string, unknown> {
  const without = wanted.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  const only = wanted.filter((name) => !name.startsWith('-'));
  const everything = only.length === 0 || only.some((name) => name === '*all' || name === '*navigable');
  return Object.fromEntries(
    Object.entries(all).filter(([name]) => (everything || only.includes(name)) && !without.includes(name)),
  );
}

/** An issue with the wanted fields and entity properties. `*all` among the properties gives every one. */
export function presentIssue(issue: Issue, wanted: string[], properties: string[], site: Site) {
  const chosen = Object.entries(issue.properties).filter(
    ([key]) => properties.includes('*all') || properties.includes(key),
  );
  return {
    expand: 'renderedFields,names,schema,operations,editmeta,changelog,versionedRepresentations',
    id: issue.issue_id,
    self: `${site.url}/rest/api/3/issue/${issue.issue_id}`,
    key: issue.key,
    fields: chooseFields(presentFields(issue, site), wanted),
    ...(properties.length > 0 ? { properties: Object.fromEntries(chosen) } : {}),
  };
}
