/** The people of the site, who move tickets forward at a pace. The same seed and tickets give the same moves. */
import type { Pool } from 'pg';
import { AppError } from '@/lib/core/errors';
import { pick, share } from '../random';
import { isRecord, readNumber } from '../read';
import { refuse } from './answer';
import { moveIssue } from './deeds';
import type { Issue } from './issue';
import type { JiraSite } from './site';
import { readSetting, writeSetting } from './tables';
import { findStatus, PEOPLE, STATUSES } from './world';

export type Pace = { perHour: number; seed: number; moved: number };
export type PeopleMove = { key: string; id: string; from: string; to: string };

const NOBODY: Pace = { perHour: 0, seed: 1, moved: 0 };
/** One in twelve closings says that the work will not be done. */
const WONT_DO_SHARE = 1 / 12;

export class People {
  pace: Pace = NOBODY;
  private timer: NodeJS.Timeout | undefined;

  static async open(site: JiraSite): Promise<People> {
    const people = new People(site);
    people.pace = readPace(await readSetting(site.pool, 'people'), NOBODY);
    people.schedule();
    return people;
  }

  private constructor(private readonly site: JiraSite) {}

  async set(body: unknown): Promise<void> {
    const pace = readPace(body, this.pace);
    if (pace.perHour < 0 || pace.perHour > 360_000) refuse('perHour must be between 0 and 360000');
    this.pace = pace;
    await this.keep();
    this.schedule();
  }

  async reset(): Promise<void> {
    this.pace = { ...this.pace, moved: 0 };
    await this.keep();
  }

  /** Moves up to that many tickets, one step each, and says which. Ends early when nothing is open. */
  async step(moves: number, at: () => Date): Promise<PeopleMove[]> {
    const made: PeopleMove[] = [];
    for (let count = 0; count < moves; count += 1) {
      const move = await this.moveOne(at()).catch(skipBusy);
      if (move === null) break;
      if (move) made.push(move);
    }
    await this.keep();
    return made;
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async keep(): Promise<void> {
    await writeSetting(this.site.pool, 'people', this.pace);
  }

  private schedule(): void {
    this.close();
    if (this.pace.perHour <= 0) return;
    const work = () => {
      // The database may be away for a moment: the next turn tries again.
      this.step(1, () => this.site.clock.now())
        .catch(() => undefined)
        .finally(() => this.timer && this.schedule());
    };
    this.timer = setTimeout(work, 3_600_000 / this.pace.perHour);
    this.timer.unref();
  }

  private async moveOne(at: Date): Promise<PeopleMove | null> {
    const { seed, moved } = this.pace;
    const issue = await chooseOpen(this.site.pool, share(seed, 'issue', moved));
    if (!issue) return null;
    this.pace = { ...this.pace, moved: moved + 1 };
    const to = nextStatus(issue, share(seed, 'way', moved));
    const author = issue.assignee ?? pick(PEOPLE, share(seed, 'who', moved)).accountId;
    // Whoever takes up a ticket that is nobody's takes it over.
    await moveIssue(
      this.site,
      issue.issue_id,
      { to, assignee: author },
      { at, changedAt: this.site.clock.now(), author },
    );
    return { key: issue.key, id: issue.issue_id, from: findStatus(issue.status_id)?.name ?? '', to };
  }
}

/** A ticket that somebody else changes at the same moment, or has just deleted, is left alone this time. */
function skipBusy(error: unknown): undefined {
  if (error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found'))
    return undefined;
  throw error;
}

function nextStatus(issue: Issue, part: number): string {
  if (issue.status_id === STATUSES[0].id) return part < WONT_DO_SHARE / 2 ? "Won't Do" : 'In Progress';
  return part < WONT_DO_SHARE ? "Won't Do" : 'Done';
}

/** The open issue at that part of the list, by id: a number below 1 picks the same one on every machine. */
async function chooseOpen(pool: Pool, part: number): Promise<Issue | undefined> {
  const closed = STATUSES.filter((status) => status.category === 'done').map((status) => status.id);
  const { rows } = await pool.query<Issue>(
    `WITH open AS (
       SELECT * FROM sandbox.jira_versions
       WHERE superseded_at IS NULL AND NOT deleted AND status_id <> ALL($1::text[]))
     SELECT * FROM open ORDER BY issue_id LIMIT 1 OFFSET floor($2::float8 * (SELECT count(*) FROM open))::bigint`,
    [closed, part],
  );
  return rows[0];
}

function readPace(value: unknown, before: Pace): Pace {
  if (!isRecord(value)) return before;
  return {
    perHour: readNumber(value.perHour) ?? before.perHour,
    seed: readNumber(value.seed) ?? before.seed,
    moved: readNumber(value.moved) ?? before.moved,
  };
}
