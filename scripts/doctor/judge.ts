/** What the doctor makes of what it found: values in, findings out. */
export type State = 'ok' | 'warn' | 'fail' | 'skipped';
export type Finding = { check: string; state: State; found: string; todo?: string };

const OLDEST_NODE = [20, 12];
const OLDEST_SERVER = 14;
const GIB = 1024 ** 3;
const LEAST_FREE = 0.5 * GIB;
const FREE = 5 * GIB;
const CLOCK_MS = 2_000;

const ok = (check: string, found: string): Finding => ({ check, state: 'ok', found });
const warn = (check: string, found: string, todo: string): Finding => ({ check, state: 'warn', found, todo });
export const fail = (check: string, found: string, todo: string): Finding => ({
  check,
  state: 'fail',
  found,
  todo,
});
export const skipped = (check: string, found: string): Finding => ({ check, state: 'skipped', found });

export function judgeNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [needed = 0, neededMinor = 0] = OLDEST_NODE;
  if (major > needed || (major === needed && minor >= neededMinor)) return ok('Node', version);
  return fail('Node', `version ${version}`, `Install Node ${OLDEST_NODE.join('.')} or newer.`);
}

export function judgeBuildState(state: 'none' | 'older' | 'current'): Finding {
  if (state === 'current') return ok('Build', 'made from the source as it stands');
  const found = state === 'none' ? 'there is none' : 'older than the source';
  return warn(
    'Build',
    found,
    'The next start builds it (half a minute); "npm run build" does so beforehand.',
  );
}

export function judgeDisk(folder: string, freeBytes: number): Finding {
  const found = `${(freeBytes / GIB).toFixed(1)} GB free at ${folder}`;
  if (freeBytes < LEAST_FREE) return fail('Disk', found, 'Make room: PostgreSQL stops when it cannot write.');
  if (freeBytes < FREE)
    return warn('Disk', found, 'Make room before the next large bill, or shorten Retention.');
  return ok('Disk', found);
}

export type Server = {
  version: string;
  mayCreate: boolean;
  hasTrigrams: boolean;
  keepsSessions: boolean;
  port: number;
};

export function judgeServer({ version, mayCreate, hasTrigrams, keepsSessions, port }: Server): Finding[] {
  const isOld = Number.parseInt(version, 10) < OLDEST_SERVER;
  const isPoolerPort = port === 6432 || port === 6543;
  return [
    isOld
      ? fail('Server', `PostgreSQL ${version}`, `Upgrade it to ${OLDEST_SERVER} or newer.`)
      : ok('Server', `PostgreSQL ${version}`),
    mayCreate
      ? ok('Rights', 'may create tables and schemas')
      : fail('Rights', 'may not create tables', 'Make the role of DATABASE_URL the owner of the database.'),
    hasTrigrams
      ? ok('Extension', 'pg_trgm is there')
      : warn(
          'Extension',
          'pg_trgm is missing: searches read whole tables',
          'As a superuser: CREATE EXTENSION pg_trgm. Its indexes stand in prisma/migrations/20261121010800_lists_at_a_million.',
        ),
    ...(keepsSessions
      ? isPoolerPort
        ? [
            warn(
              'Pooler',
              `port ${port} is usually a pooler’s`,
              'See that it keeps sessions (pool_mode=session).',
            ),
          ]
        : []
      : [
          fail(
            'Pooler',
            'the connection changes between statements, and locks do not hold',
            'Connect to PostgreSQL itself, or set the pooler to keep sessions (pool_mode=session).',
          ),
        ]),
  ];
}

export function judgePending(pending: string[], applied: number): Finding {
  if (pending.length === 0) return ok('Migrations', `all ${applied} are applied`);
  const found = `${pending.length} to be applied: ${pending.join(', ')}`;
  return warn('Migrations', found, 'The next start of web or worker applies them. Make a backup before.');
}

/** `apartMs`: the database’s clock less this machine’s. */
export function judgeDatabaseClock(apartMs: number): Finding {
  const seconds = (Math.abs(apartMs) / 1000).toFixed(1);
  if (Math.abs(apartMs) <= CLOCK_MS) return ok('Clock', `${seconds} s from the database’s`);
  const side = apartMs > 0 ? 'behind' : 'ahead of';
  return warn('Clock', `${seconds} s ${side} the database’s`, 'Set both clocks by NTP.');
}

/** `unopened`: the names of connections whose secret does not open. */
export function judgeSeal(fault: string | null, unopened: string[], opened: number): Finding {
  if (fault !== null) {
    return fail(
      'SEAL_KEY',
      fault,
      'Give the key that this installation began with. If it is lost: DELETE FROM seal_canary, start again, and enter the token of every connection anew.',
    );
  }
  if (unopened.length > 0) {
    const found = `does not open the secret of ${unopened.join(', ')}`;
    return fail('SEAL_KEY', found, 'Give the key it was sealed with, or enter the token again in Settings.');
  }
  return ok('SEAL_KEY', opened === 0 ? 'is the installation’s' : `opens ${opened} stored secrets`);
}

export type WorkerSeen = { id: string; version: string; isAlive: boolean };

export function judgeWorkers(workers: WorkerSeen[], own: string): Finding {
  const alive = workers.filter(({ isAlive }) => isAlive);
  if (alive.length === 0) {
    return fail(
      'Workers',
      'none is alive: no run is taken',
      'Start one: npm run worker (npm start brings its own).',
    );
  }
  const others = alive.filter(({ version }) => version !== own);
  if (others.length === 0) return ok('Workers', `${alive.length} alive, version ${own}`);
  const found = others.map(({ id, version }) => `${id} is ${version}`).join(', ');
  return warn('Workers', `${found}; this is ${own}`, 'Stop them and start them from this version.');
}

export function judgeSchedules(overdue: string[]): Finding {
  if (overdue.length === 0) return ok('Schedules', 'none is overdue');
  return fail('Schedules', `overdue: ${overdue.join(', ')}`, 'A worker fires them: see Workers and its log.');
}

export function judgeRuns({ stuck, failed }: { stuck: number; failed: number }): Finding {
  if (stuck > 0)
    return fail('Runs', `${stuck} not taken for a minute`, 'See Workers; then Runs in the console.');
  if (failed > 0) {
    return warn(
      'Runs',
      `${failed} kinds of runs failed last time`,
      'Open Runs, filter by failed, read the log.',
    );
  }
  return ok('Runs', 'none is stuck, none failed last');
}

export type Called = { publicUrl: string; isSet: boolean; isLoopback: boolean; answered: string | null };

/** `answered`: null when it answered as we do, else what went wrong. */
export function judgeAddress({ publicUrl, isSet, isLoopback, answered }: Called): Finding {
  if (answered !== null) {
    const todo = isSet
      ? 'See that npm run web runs and that its proxy passes /api/health/live on; this machine may not reach itself by that name.'
      : 'Start it: npm start, or npm run web.';
    return warn('Web', `${publicUrl} does not answer: ${answered}`, todo);
  }
  if (!isSet && !isLoopback) {
    return warn(
      'Web',
      `${publicUrl} answers, but PUBLIC_URL is not set`,
      'Set PUBLIC_URL to what others type.',
    );
  }
  if (!isLoopback && !publicUrl.startsWith('https:')) {
    return warn(
      'Web',
      `${publicUrl} is not https`,
      'Put a proxy with TLS in front, and set PUBLIC_URL to https://…',
    );
  }
  return ok('Web', `${publicUrl} answers`);
}

/** The exit code: 1 as soon as something does not work. */
export function exitCodeOf(findings: Finding[]): 0 | 1 {
  return findings.some(({ state }) => state === 'fail') ? 1 : 0;
}

const SIGNS: Record<State, string> = { ok: '✓', warn: '!', fail: '✗', skipped: '–' };

export function lineOf({ check, state, found, todo }: Finding): string {
  const line = `${SIGNS[state]} ${check.padEnd(12)} ${found}`;
  return todo === undefined ? line : `${line}\n    → ${todo}`;
}
