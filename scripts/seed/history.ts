import type pg from 'pg';

/** Which weeks of the sandbox's history are made, and the time that its last week ends at. */
export class History {
  private constructor(
    private readonly client: pg.Client,
    readonly anchor: Date,
    private readonly weeks: number,
    private readonly done: Set<number>,
  ) {}

  static async open(client: pg.Client, weeks: number): Promise<History> {
    await client.query('CREATE SCHEMA IF NOT EXISTS sandbox');
    await client.query(
      'CREATE TABLE IF NOT EXISTS sandbox.history (anchor timestamptz NOT NULL, done int[] NOT NULL)',
    );
    await client.query(
      "INSERT INTO sandbox.history SELECT date_trunc('hour', now()), '{}' WHERE NOT EXISTS (SELECT FROM sandbox.history)",
    );
    const { rows } = await client.query<{ anchor: Date; done: number[] }>(
      'SELECT anchor, done FROM sandbox.history',
    );
    return new History(client, rows[0]?.anchor ?? new Date(), weeks, new Set(rows[0]?.done));
  }

  missing(): number[] {
    return Array.from({ length: this.weeks }, (_, week) => week).filter((week) => !this.done.has(week));
  }

  isWhole(): boolean {
    return this.missing().length === 0;
  }

  async markDone(week: number): Promise<void> {
    this.done.add(week);
    await this.client.query('UPDATE sandbox.history SET done = done || $1::int', [week]);
  }
}
