import type { RoutedProject } from './data';
import {
  type Asked,
  issueTypesAnswer,
  permissionsAnswer,
  projectsAnswer,
  readBody,
  refusalWords,
} from './jira';
import type { CheckState, ConnectionCheck, ConnectionTest } from './schema';

/** What the answers of a Jira site mean for us: pure, one function a check. */
type Finding = { state: CheckState; detail: string; fix?: string };

const TITLES = {
  sign_in: 'Sign in',
  projects: 'Projects',
  project: 'Project is seen',
  browse: 'Browse issues',
  create: 'Create issues',
  transition: 'Move issues',
  comment: 'Comment',
  assign: 'Assign issues',
  issue_type: 'Issue type',
  search: 'Search',
  clock: 'Clock',
  limits: 'Rate limit',
  reach: 'Answers',
  server: 'Server',
  table: 'Table',
} as const;
export type CheckName = keyof typeof TITLES;

export function checkOf(check: CheckName, subject: string | null, finding: Finding): ConnectionCheck {
  const { state, detail, fix = null } = finding;
  return { check, subject, title: TITLES[check], state, detail, fix };
}

export function judgeSignIn(asked: Asked, account: string): Finding {
  if (asked.kind === 'answer' && asked.status === 200) {
    return { state: 'ok', detail: `signed in as ${account}` };
  }
  return { state: 'fail', detail: refusalWords(asked, account), fix: signInFix(asked) };
}

function signInFix(asked: Asked): string {
  if (asked.kind === 'blocked') return 'Use the public https address, or name the host in OUTBOUND_ALLOW.';
  if (asked.kind !== 'answer') return 'Check the address, and that this machine may reach it.';
  if (asked.status === 401) return 'Make a new API token for this account and enter it here.';
  if (asked.status === 403) return 'Give the account access to Jira on this site.';
  return 'Check the address: it is that of the site, without a path.';
}

const PERMISSIONS = [
  {
    check: 'browse',
    key: 'BROWSE_PROJECTS',
    need: 'see issues',
    lacking: 'tickets would never be read back',
  },
  { check: 'create', key: 'CREATE_ISSUES', need: 'create issues', lacking: 'no ticket could be opened' },
  {
    check: 'transition',
    key: 'TRANSITION_ISSUES',
    need: 'move issues',
    lacking: 'a finding that comes back could not reopen its ticket',
  },
  { check: 'comment', key: 'ADD_COMMENTS', need: 'comment', lacking: 'tickets could not be told anything' },
  { check: 'assign', key: 'ASSIGN_ISSUES', need: 'assign issues', lacking: 'no assignee could be set' },
] as const;

export const PERMISSION_KEYS = PERMISSIONS.map(({ key }) => key).join(',');

export function judgeProject(asked: Asked, projectKey: string, account: string): Finding {
  const found = readBody(projectsAnswer, asked);
  const project = found?.values.find(({ key }) => key === projectKey);
  if (project) return { state: 'ok', detail: `${project.name} (${projectKey})` };
  if (found === null) return { state: 'fail', detail: refusalWords(asked, account) };
  return {
    state: 'fail',
    detail: `${account} sees no project ${projectKey}`,
    fix: `Check the key, or give the account “Browse Projects” in ${projectKey}.`,
  };
}

/** One check a permission. An account that may not assign matters only where a route names an assignee. */
export function judgePermissions(
  asked: Asked,
  { projectKey, assigns }: RoutedProject,
  account: string,
): ConnectionCheck[] {
  const answer = readBody(permissionsAnswer, asked);
  return PERMISSIONS.map(({ check, key, need, lacking }) => {
    if (answer === null) {
      return checkOf(check, projectKey, { state: 'fail', detail: refusalWords(asked, account) });
    }
    if (answer.permissions[key]?.havePermission) {
      return checkOf(check, projectKey, { state: 'ok', detail: `may ${need}` });
    }
    const isNeeded = check !== 'assign' || assigns;
    return checkOf(check, projectKey, {
      state: isNeeded ? 'fail' : 'warn',
      detail: `${account} may not ${need}: ${lacking}`,
      fix: `Give it ${key} in the permission scheme of ${projectKey}.`,
    });
  });
}

export function judgeIssueTypes(asked: Asked, { projectKey, issueTypes }: RoutedProject): ConnectionCheck[] {
  const answer = readBody(issueTypesAnswer, asked);
  const known = answer?.issueTypes.filter(({ subtask }) => !subtask).map(({ name }) => name) ?? [];
  return issueTypes.map((wanted) => {
    if (known.some((name) => name.toLowerCase() === wanted.toLowerCase())) {
      return checkOf('issue_type', projectKey, { state: 'ok', detail: `${wanted} can be created` });
    }
    const detail =
      answer === null
        ? 'the issue types could not be read'
        : `no issue type “${wanted}” can be created in ${projectKey}`;
    const fix = known.length > 0 ? `Route to one of these: ${known.join(', ')}.` : undefined;
    return checkOf('issue_type', projectKey, { state: 'fail', detail, ...(fix ? { fix } : {}) });
  });
}

/** Of a connection that no route uses yet: what it could be used for. */
export function judgeProjects(asked: Asked, account: string): Finding {
  const answer = readBody(projectsAnswer, asked);
  if (answer === null) return { state: 'fail', detail: refusalWords(asked, account) };
  const keys = answer.values.map(({ key }) => key);
  if (keys.length > 0) {
    const more = (answer.total ?? keys.length) - keys.length;
    return { state: 'ok', detail: `may create in ${keys.join(', ')}${more > 0 ? ` and ${more} more` : ''}` };
  }
  return {
    state: 'fail',
    detail: `${account} may create issues in no project`,
    fix: 'Give the account “Create Issues” in the projects that tickets are to go to.',
  };
}

export function judgeSearch(asked: Asked, account: string): Finding {
  if (asked.kind === 'answer' && asked.status === 200) return { state: 'ok', detail: 'JQL is answered' };
  return {
    state: 'fail',
    detail: refusalWords(asked, account),
    fix: 'Without search, changes in the tracker are not seen.',
  };
}

const CLOCK_MS = 60_000;

/** Polls go by the site's own clock, so a difference loses nothing; it makes times on the two sides disagree. */
export function judgeClock(asked: Asked, now: Date): Finding {
  const header = asked.kind === 'answer' ? asked.headers.date : undefined;
  const theirs = header === undefined ? Number.NaN : Date.parse(header);
  if (Number.isNaN(theirs)) return { state: 'skipped', detail: 'the site did not say its time' };
  const apart = theirs - now.getTime();
  const seconds = Math.round(Math.abs(apart) / 1000);
  if (Math.abs(apart) < CLOCK_MS) return { state: 'ok', detail: `${seconds} s apart` };
  return {
    state: 'warn',
    detail: `the site is ${seconds} s ${apart > 0 ? 'ahead of' : 'behind'} this machine`,
    fix: 'Set this machine’s clock by NTP.',
  };
}

export function judgeLimits(asked: Asked, requestsPerSecond: number): Finding {
  const headers = asked.kind === 'answer' ? asked.headers : {};
  const remaining = headers['x-ratelimit-remaining'];
  const limit = Number(headers['x-ratelimit-limit']);
  if (asked.kind === 'answer' && asked.status === 429) {
    return { state: 'warn', detail: 'the site asks us to slow down', fix: 'Lower the requests per second.' };
  }
  if (remaining === undefined) return { state: 'ok', detail: 'the site names no limit' };
  const told = `${remaining}${Number.isFinite(limit) ? ` of ${limit}` : ''} requests left`;
  if (headers['x-ratelimit-nearlimit'] === 'true' || requestsPerSecond > limit) {
    return { state: 'warn', detail: `${told}, close to the limit`, fix: 'Lower the requests per second.' };
  }
  return { state: 'ok', detail: told };
}

/** All checks as one: what failed first, else who signed in. */
export function judgeAll(checks: ConnectionCheck[]): ConnectionTest {
  const failed = checks.filter(({ state }) => state === 'fail');
  const warned = checks.filter(({ state }) => state === 'warn');
  const [first] = failed.length > 0 ? failed : warned.length > 0 ? warned : checks;
  const more = Math.max(failed.length, failed.length === 0 ? warned.length : 0) - 1;
  const place = first?.subject ? `${first.subject}: ` : '';
  return {
    ok: failed.length === 0,
    detail: `${place}${first?.detail ?? 'nothing was looked at'}${more > 0 ? `, and ${more} more` : ''}`,
    checks,
  };
}
