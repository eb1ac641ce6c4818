import type { Pool } from 'pg';
import { isRecord } from '../read';
import { refuse } from './answer';
import { readSetting, writeSetting } from './tables';
import { findProject } from './world';

/** The project permissions that the site knows, with their ids and names as Jira Cloud has them. */
export const PERMISSIONS = {
  BROWSE_PROJECTS: { id: '10', name: 'Browse Projects' },
  CREATE_ISSUES: { id: '11', name: 'Create Issues' },
  EDIT_ISSUES: { id: '12', name: 'Edit Issues' },
  ASSIGN_ISSUES: { id: '13', name: 'Assign Issues' },
  RESOLVE_ISSUES: { id: '14', name: 'Resolve Issues' },
  ADD_COMMENTS: { id: '15', name: 'Add Comments' },
  DELETE_ISSUES: { id: '16', name: 'Delete Issues' },
  LINK_ISSUES: { id: '21', name: 'Link Issues' },
  TRANSITION_ISSUES: { id: '46', name: 'Transition Issues' },
} as const;
export type Permission = keyof typeof PERMISSIONS;

export function findPermission(key: string): Permission | undefined {
  return PERMISSION_KEYS.find((one) => one === key);
}

export const PERMISSION_KEYS: readonly Permission[] = [
  'BROWSE_PROJECTS',
  'CREATE_ISSUES',
  'EDIT_ISSUES',
  'ASSIGN_ISSUES',
  'RESOLVE_ISSUES',
  'ADD_COMMENTS',
  'DELETE_ISSUES',
  'LINK_ISSUES',
  'TRANSITION_ISSUES',
];

type Denied = Record<string, Permission[]>; // by project key

/**
 * What was taken from the robot, by project. It tells who asks (`mypermissions`, the projects that are listed); a call
 * that is made all the same goes through, so that a test can look at the one without the other.
 */
export class Permissions {
  denied: Denied = {};

  static async open(pool: Pool): Promise<Permissions> {
    const permissions = new Permissions(pool);
    const stored = await readSetting(pool, 'permissions');
    if (isRecord(stored)) permissions.denied = readDenied(stored);
    return permissions;
  }

  private constructor(private readonly pool: Pool) {}

  may(projectKey: string, permission: Permission): boolean {
    return !this.denied[projectKey]?.includes(permission);
  }

  async set(body: unknown): Promise<void> {
    this.denied = readDenied(body);
    await writeSetting(this.pool, 'permissions', this.denied);
  }
}

function readDenied(body: unknown): Denied {
  if (!isRecord(body)) return refuse('the denied permissions must be an object of lists by project key');
  const entries = Object.entries(body).map(([key, list]): [string, Permission[]] => {
    const project = findProject(key) ?? refuse(`there is no project ${key}`);
    if (!Array.isArray(list)) return refuse(`${key} must be a list of permissions`);
    return [project.key, list.map((one) => findPermission(String(one)) ?? refuse(`no permission ${one}`))];
  });
  return Object.fromEntries(entries);
}
