import { AppError } from '@/lib/core/errors';
import { own } from '@/lib/core/own.schema';
import { readText } from '../read';
import type { Answer } from './answer';
import { ok } from './answer';
import { formatDate } from './dates';
import { findIssue } from './issues.data';
import { findPermission, PERMISSIONS, type Permission } from './permissions';
import { presentPerson, presentProject, presentStatus, presentTypes, presentWholeProject } from './present';
import type { Call } from './site';
import { pageOf, param } from './site';
import type { Project } from './world';
import {
  COST_CENTRE,
  createScreen,
  findPerson,
  findProject,
  findType,
  PEOPLE,
  PRIORITIES,
  PROJECTS,
  RESOLUTIONS,
  ROBOT,
  STATUSES,
} from './world';

function readProject(call: Call): Project {
  const wanted = param(call, 'project');
  const project = findProject(wanted);
  if (!project) throw new AppError('not_found', `No project could be found with key '${wanted}'.`);
  return project;
}

const ACTIONS: Record<string, Permission> = { create: 'CREATE_ISSUES' };

/** `action` leaves out the projects in which the account may not do that. */
export function searchProjects(call: Call): Answer {
  const wanted = call.query.get('query')?.toLowerCase() ?? '';
  const keys = call.query.getAll('keys').flatMap((text) => text.split(','));
  const needed = own(ACTIONS, call.query.get('action') ?? 'view') ?? 'BROWSE_PROJECTS';
  const matching = PROJECTS.filter(
    (project) =>
      call.site.permissions.may(project.key, 'BROWSE_PROJECTS') &&
      call.site.permissions.may(project.key, needed) &&
      `${project.key} ${project.name}`.toLowerCase().includes(wanted) &&
      (keys.length === 0 || keys.includes(project.key)),
  );
  const { page, ...counts } = pageOf(call, matching);
  const self = `${call.site.view.url}/rest/api/3/project/search`;
  return ok({ self, ...counts, values: page.map((project) => presentProject(project, call.site.view)) });
}

export function getProject(call: Call): Answer {
  return ok(presentWholeProject(readProject(call), call.site.view));
}

export function getProjectStatuses(call: Call): Answer {
  readProject(call);
  const statuses = STATUSES.map((status) => presentStatus(status, call.site.view));
  return ok(
    presentTypes(call.site.view).map(({ self, id, name, subtask }) => ({
      self,
      id,
      name,
      subtask,
      statuses,
    })),
  );
}

export function getCreateTypes(call: Call): Answer {
  readProject(call);
  const { page, isLast: _, ...counts } = pageOf(call, presentTypes(call.site.view), 200);
  return ok({ ...counts, issueTypes: page });
}

const FIELD_NAMES: Record<string, [name: string, type: string]> = {
  project: ['Project', 'project'],
  issuetype: ['Issue Type', 'issuetype'],
  summary: ['Summary', 'string'],
  description: ['Description', 'string'],
  labels: ['Labels', 'array'],
  assignee: ['Assignee', 'user'],
  reporter: ['Reporter', 'user'],
  priority: ['Priority', 'priority'],
  duedate: ['Due date', 'date'],
  parent: ['Parent', 'issuelink'],
  status: ['Status', 'status'],
  resolution: ['Resolution', 'resolution'],
  created: ['Created', 'datetime'],
  updated: ['Updated', 'datetime'],
  [COST_CENTRE]: ['Cost centre', 'string'],
};

function schemaOf(field: string): Record<string, unknown> {
  const type = FIELD_NAMES[field]?.[1] ?? 'string';
  if (field !== COST_CENTRE)
    return type === 'array' ? { type, items: 'string', system: field } : { type, system: field };
  return { type, custom: 'com.atlassian.jira.plugin.system.customfieldtypes:textfield', customId: 10050 };
}

export function getCreateFields(call: Call): Answer {
  const project = readProject(call);
  const type = findType(param(call, 'type'));
  if (!type)
    throw new AppError('not_found', `No issue type could be found with id '${param(call, 'type')}'.`);
  const screen = createScreen(project, type);
  const fields = screen.fields.map((field) => ({
    fieldId: field,
    key: field,
    name: FIELD_NAMES[field]?.[0] ?? field,
    required: screen.required.includes(field),
    schema: schemaOf(field),
    hasDefaultValue: field === 'priority',
    operations: field === 'labels' ? ['add', 'remove', 'set'] : ['set'],
  }));
  const { page, isLast: _, ...counts } = pageOf(call, fields, 200);
  return ok({ ...counts, fields: page });
}

function peopleMatching(call: Call) {
  const wanted = (call.query.get('query') ?? call.query.get('accountId') ?? '').toLowerCase();
  const found = [ROBOT, ...PEOPLE].filter((person) =>
    `${person.accountId} ${person.name} ${person.email}`.toLowerCase().includes(wanted),
  );
  return pageOf(call, found).page.map((person) => presentPerson(person, call.site.view));
}

/** The robot too can be assigned, as any account of the site. */
export async function searchAssignable(call: Call): Promise<Answer> {
  const project = call.query.get('project');
  const issue = call.query.get('issueKey') ?? call.query.get('issueId');
  if (project === null && issue === null) {
    throw new AppError('malformed', 'Either project or issueKey must be given.');
  }
  const exists = project === null ? await findIssue(call.site.pool, issue ?? '') : findProject(project);
  if (!exists)
    throw new AppError('not_found', `No project could be found with key '${project ?? issue ?? ''}'.`);
  return ok(peopleMatching(call));
}

export function searchPeople(call: Call): Answer {
  return ok(peopleMatching(call));
}

export function getPerson(call: Call): Answer {
  const person = findPerson(call.query.get('accountId') ?? '');
  if (!person)
    throw new AppError('not_found', 'Specified user does not exist or you do not have required permissions');
  return ok(presentPerson(person, call.site.view));
}

export function getMyself(call: Call): Answer {
  return ok({ ...presentPerson(ROBOT, call.site.view), locale: 'en_GB' });
}

export function getServerInfo(call: Call): Answer {
  const { url, zone } = call.site.view;
  return ok({
    baseUrl: url,
    version: '1001.0.0-SNAPSHOT',
    versionNumbers: [1001, 0, 0],
    deploymentType: 'Cloud',
    buildNumber: 100288,
    buildDate: formatDate(new Date('2026-11-02T00:00:00Z'), zone),
    serverTime: formatDate(call.site.clock.now(), zone),
    scmInfo: 'sandbox',
    serverTitle: 'Evenkeel sandbox Jira',
    serverTimeZone: zone,
  });
}

export function getStatuses(call: Call): Answer {
  return ok(STATUSES.map((status) => presentStatus(status, call.site.view)));
}

export function getCategories(call: Call): Answer {
  const all = STATUSES.map((status) => presentStatus(status, call.site.view).statusCategory);
  return ok(all.filter((one, index) => all.findIndex((other) => other.id === one.id) === index));
}

export function getResolutions(call: Call): Answer {
  return ok(
    RESOLUTIONS.map((one) => ({ self: `${call.site.view.url}/rest/api/3/resolution/${one.id}`, ...one })),
  );
}

export function getPriorities(call: Call): Answer {
  const icon = `${call.site.view.url}/`;
  return ok(
    PRIORITIES.map((one) => ({ self: `${icon}rest/api/3/priority/${one.id}`, iconUrl: icon, ...one })),
  );
}

export function getFields(): Answer {
  const fields = Object.entries(FIELD_NAMES).map(([id, [name]]) => ({
    id,
    key: id,
    name,
    custom: id === COST_CENTRE,
    orderable: true,
    navigable: true,
    searchable: id !== COST_CENTRE,
    clauseNames: [id],
    schema: schemaOf(id),
  }));
  return ok(fields);
}

/** The robot may do in a project what was not taken from it; without a project, what it may in at least one. */
export function getMyPermissions(call: Call): Answer {
  const asked = readText(call.query.get('permissions'))?.split(',') ?? [];
  if (asked.length === 0) throw new AppError('malformed', 'The permissions query parameter is required.');
  const wanted = call.query.get('projectKey') ?? call.query.get('projectId');
  const project = wanted === null ? undefined : findProject(wanted);
  if (wanted !== null && (!project || !call.site.permissions.may(project.key, 'BROWSE_PROJECTS'))) {
    throw new AppError('not_found', `No project could be found with key '${wanted}'.`);
  }
  const permissions = asked.map((text) => {
    const key = findPermission(text);
    if (!key) throw new AppError('malformed', `Unrecognized permission: ${text}`);
    const havePermission = (project ? [project] : PROJECTS).some((one) =>
      call.site.permissions.may(one.key, key),
    );
    return [key, { ...PERMISSIONS[key], key, type: 'PROJECT', description: '', havePermission }];
  });
  return ok({ permissions: Object.fromEntries(permissions) });
}
