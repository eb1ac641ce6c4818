import type { Change } from './oracle';
import { POISON_COST } from './oracle';

/** What a sender posts, by chance that a seed repeats: with the key it is about, which none has that is malformed. */
export type Post = {
  key: number;
  body: string;
  kind: 'change' | 'repeat' | 'back' | 'malformed' | 'oversized';
};

type Random = () => number;
type Past = { last: string | null; before: string | null };

/** The posts of one key in their order. One key in a thousand is poisoned, and says no more of what poisoned it. */
export function postsOf(key: number, count: number, random: Random): Post[] {
  const past: Past = { last: null, before: null };
  const isPoisoned = key % 1_000 === 7;
  const poisonAt = Math.floor(count / 2);
  return Array.from({ length: count }, (_, at) => {
    const post = isPoisoned && at >= poisonAt ? poisoned(key, at, poisonAt) : next(key, at, past, random);
    if (post.kind === 'malformed' || post.kind === 'oversized') return post;
    past.before = past.last;
    past.last = post.body;
    return post;
  });
}

function next(key: number, at: number, past: Past, random: Random): Post {
  const dice = random();
  if (dice < 0.01) return { key, body: malformed(key, random), kind: 'malformed' };
  if (dice < 0.012) return { key, body: oversized(key), kind: 'oversized' };
  if (dice < 0.06 && past.last !== null) return { key, body: past.last, kind: 'repeat' };
  if (dice < 0.12 && past.before !== null) return { key, body: past.before, kind: 'back' }; // A → B → A
  return change(key, changeOf(key, at, random));
}

function poisoned(key: number, at: number, poisonAt: number): Post {
  return change(key, at === poisonAt ? { cost: POISON_COST } : { name: `After the poison ${at}` });
}

const change = (key: number, fields: Change): Post => ({
  key,
  body: JSON.stringify({ fragrance_id: key, ...fields }),
  kind: 'change',
});

function changeOf(key: number, at: number, random: Random): Change {
  const fields: Change = {};
  if (random() < 0.3) fields.name = `Fragrance ${key} `.padEnd(20 + Math.floor(random() * 160), 'x');
  if (random() < 0.4) fields.description = `${random() < 0.05 ? 'JUNK ' : ''}Smells of ${at} by ${key}`;
  if (random() < 0.4) fields.cost = Math.round((random() * 1_000 - 30) * 100) / 100;
  if (random() < 0.3 || Object.keys(fields).length === 0) fields.forbidden = random() < 0.5;
  if (fields.cost === POISON_COST) fields.cost = 1;
  return fields;
}

function malformed(key: number, random: Random): string {
  const shapes = [
    `{"fragrance_id": ${key}, "cost": `,
    '[]',
    '{"cost": 12}',
    'cost=12',
    '{"fragrance_id": null}',
  ];
  return shapes[Math.floor(random() * shapes.length)] ?? '';
}

const oversized = (key: number) => JSON.stringify({ fragrance_id: key, description: 'x'.repeat(300_000) });
