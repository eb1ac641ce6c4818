import { MOST_SAMPLES, SAMPLE_KINDS, type Sample, type SampleKind } from './schema';

type Kept = { rank: number; sample: Sample };

/**
 * An even sample of each kind, in bounded room: of all rows offered those with the lowest hash of what they are about
 * stay. The same text over the same readings gives the same rows again.
 */
export class Samples {
  private readonly kept: Record<SampleKind, Kept[]> = {
    opens: [],
    closes: [],
    reopens: [],
    reroutes: [],
    changes: [],
  };

  /** `make` is asked only for rows that stay. */
  offer(kind: SampleKind, about: string, make: () => Sample): void {
    const kept = this.kept[kind];
    const rank = hashOf(about);
    const last = kept.at(-1);
    if (kept.length >= MOST_SAMPLES && last && rank >= last.rank) return;
    const at = kept.findIndex((each) => each.rank > rank);
    kept.splice(at === -1 ? kept.length : at, 0, { rank, sample: make() });
    if (kept.length > MOST_SAMPLES) kept.pop();
  }

  read(): Sample[] {
    return SAMPLE_KINDS.flatMap((kind) => this.kept[kind].map(({ sample }) => sample));
  }
}

/** FNV-1a, 32 bits, with a last stir: ids that follow each other must not follow each other here. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return (hash ^ (hash >>> 16)) >>> 0;
}
