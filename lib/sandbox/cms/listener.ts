import { withDeadline } from '@/lib/core/deadline';
import type { Fields } from './fragrances';

/**
 * Whom the CMS posts to: one, in memory. It fires once and asks no more; what is not taken is lost. Posts about one record
 * go one after the other, as its editors' changes do; different records do not wait for each other.
 */
export type Listener = { host: string; port: number; endpoint: string };
export type Posts = { sent: number; acknowledged: number; lost: number };

const POST_MS = 30_000;

export class Mouth {
  listener: Listener | null = null;
  posts: Posts = { sent: 0, acknowledged: 0, lost: 0 };
  private readonly chains = new Map<number, Promise<boolean>>();

  /** Posts a change; true when it was acknowledged. Without a listener nothing is said. */
  post(id: number, change: Fields): Promise<boolean> {
    const before = this.chains.get(id) ?? Promise.resolve(true);
    const next = before.then(() => this.fire({ fragrance_id: id, ...change }));
    this.chains.set(id, next);
    return next;
  }

  /** Everything that was to be said is said. */
  async silence(): Promise<void> {
    await Promise.all(this.chains.values());
  }

  private async fire(body: Fields): Promise<boolean> {
    const { listener } = this;
    if (listener === null) return this.lose();
    this.posts.sent += 1;
    try {
      // The three are joined as they stand.
      const isTaken = await withDeadline({ ms: POST_MS }, async (signal) => {
        const answer = await fetch(`${listener.host}:${listener.port}${listener.endpoint}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal,
        });
        await answer.arrayBuffer();
        return answer.ok;
      });
      if (!isTaken) return this.lose();
      this.posts.acknowledged += 1;
      return true;
    } catch {
      return this.lose(); // it fires once and never retries
    }
  }

  private lose(): boolean {
    this.posts.lost += 1;
    return false;
  }
}
