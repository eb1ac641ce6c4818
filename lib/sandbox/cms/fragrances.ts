import { hash, pick, share } from '../random';

/**
 * The records that the made-up company has: what its CMS begins with and its library holds. As in the real one, many old
 * names are shared.
 */
export type Fields = Record<string, unknown>;
export type Fragrance = {
  fragrance_id: number;
  name: string;
  description: string;
  cost: number;
  forbidden: boolean;
};

const NOTES = [
  'Cedar',
  'Amber',
  'Vetiver',
  'Iris',
  'Neroli',
  'Oud',
  'Tonka',
  'Saffron',
  'Fig',
  'Rose',
] as const;
const MOODS = ['Noir', 'Blanc', 'de Nuit', 'Sauvage', 'Intense', 'd’Été', 'Royal', 'Absolu'] as const;
const HEARTS = ['jasmine', 'leather', 'smoke', 'pear', 'black tea', 'sea salt', 'violet leaf'] as const;
const BASES = ['white musk', 'sandalwood', 'vanilla', 'patchouli', 'ambergris', 'oakmoss'] as const;
const SEASONS = [
  'cool evenings',
  'the first warm days',
  'long dinners',
  'rain on stone',
  'a summer abroad',
] as const;

const SHARED_NAMES = 0.25;

/** The same on every machine. Every fourth one bears the name of one before it. */
export function fragrances(count = 200): Fragrance[] {
  const made: Fragrance[] = [];
  for (let id = 1; id <= count; id += 1) {
    const part = (what: string) => share('fragrance', id, what);
    const [note, heart, base] = [
      pick(NOTES, part('note')),
      pick(HEARTS, part('heart')),
      pick(BASES, part('base')),
    ];
    const earlier = made[hash('fragrance', id, 'earlier') % Math.max(1, made.length)];
    const isShared = earlier !== undefined && part('shared') < SHARED_NAMES;
    made.push({
      fragrance_id: id,
      name: isShared
        ? earlier.name
        : `${note} ${pick(MOODS, part('mood'))} ${id % 10 === 0 ? 'Extrait' : 'Parfum'}`,
      description: `${note} over ${heart}, on a base of ${base}. For ${pick(SEASONS, part('season'))}.`,
      cost: Math.round((12 + part('cost') * 180) * 100) / 100,
      forbidden: part('forbidden') < 0.08,
    });
  }
  return made;
}

const ADDITIONS = [
  ' Reworked.',
  ' Now with a longer dry-down.',
  ' A favourite of the house.',
  ' See the spring card.',
] as const;
const SUFFIXES = [' (new)', ' (new)', ' II', ' Edition'] as const;

/** A change that somebody at the CMS makes to a record: only what changed. `turn` decides it. */
export function changeOf(before: Fields, seed: number, turn: number): Fields {
  const part = (what: string) => share(seed, turn, what);
  const kind = part('kind');
  const text = (field: string) => (typeof before[field] === 'string' ? before[field] : '');
  const name = { name: `${text('name')}${pick(SUFFIXES, part('suffix'))}` };
  const description = { description: `${text('description')}${pick(ADDITIONS, part('addition'))}` };
  const forbidden = { forbidden: before.forbidden !== true };
  const cost = { cost: nextCost(before.cost, part('cost')) };
  if (kind < 0.14) return name;
  if (kind < 0.48) return description;
  if (kind < 0.64) return forbidden;
  if (kind < 0.88) return cost;
  if (kind < 0.95) return { ...description, ...cost };
  return pick(JUNK, part('junk'));
}

/** What editors and their scripts really send now and then. */
const JUNK: readonly [Fields, ...Fields[]] = [
  { cost: null },
  { cost: -4.5 },
  { cost: '12,50' },
  { cost: 99_999 },
  { description: '' },
  { description: 'TBD' },
  { name: '  ' },
  { forbidden: 'yes' },
  { rating: 5 },
];

function nextCost(before: unknown, part: number): number {
  const cost = typeof before === 'number' && before > 0 && before < 1000 ? before : 40;
  return Math.round(cost * (0.92 + part * 0.16) * 100) / 100;
}
