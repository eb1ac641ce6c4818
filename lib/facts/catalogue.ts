import { readSyncedColumns } from '@/lib/catalog/fields.data';
import { database } from '@/lib/core/db';
import { keepRecent } from '@/lib/core/recent';
import type { Domain } from '@/lib/rules/schema';
import type { KnownFields } from '@/lib/rules/warnings/context';
import { PROVIDED } from '@/lib/sources/provided';
import { sampleSeenFacts } from '@/lib/sources/seen-facts.data';
import type { FactField, FieldsCatalogue } from './schema';
import { type Seen, tallyFields } from './tally';

const recent = keepRecent<FieldsCatalogue>();

/** The fields that rules of a domain may read: what is known of them beforehand, and what was really seen. */
export async function listFields({ domain }: { domain: Domain }): Promise<FieldsCatalogue> {
  if (domain === 'finops') return recent('finops', readFinopsFields);
  return { sampled: 0, fields: domain === 'quality' ? await readQualityFields() : [] };
}

/** The names by which a domain's rules are checked. A set of no domain reads whatever it is asked about. */
export async function knownFields(domain: Domain): Promise<KnownFields> {
  const { fields } = await listFields({ domain: domain === 'quality' ? 'quality' : 'finops' });
  const patterns = domain === 'quality' ? QUALITY_PATTERNS : PROVIDED.map(({ name }) => name);
  const names = fields.map(({ name }) => name).filter((name) => !name.startsWith('tag('));
  const hasSource = domain === 'finops' || (domain === 'quality' && fields.length > 0);
  return { names: [...patterns, ...names], isClosed: hasSource };
}

async function readFinopsFields(): Promise<FieldsCatalogue> {
  const resources = await sampleSeenFacts(database());
  const seen = tallyFields(resources);
  const provided = PROVIDED.filter(({ name }) => !name.includes('*') && name !== 'tags').map(
    ({ type, ...fact }): FactField => ({ ...fact, ...seenAs(seen.get(fact.name), type) }),
  );
  const named = new Set(provided.map(({ name }) => name));
  const others = [...seen].flatMap(([name, found]): FactField[] =>
    named.has(name)
      ? []
      : [
          {
            name,
            ...seenAs(found, 'text'),
            provider: [...found.sources].join(', '),
            description: wordsFor(name),
          },
        ],
  );
  return { sampled: resources.length, fields: [...provided, ...others].sort(bySeen) };
}

function seenAs(seen: Seen | undefined, type: string): Pick<FactField, 'types' | 'examples' | 'seen'> {
  if (!seen) return { types: [type], examples: [], seen: 0 };
  return { types: [...seen.types], examples: [...seen.examples], seen: seen.count };
}

function bySeen(one: FactField, other: FactField): number {
  return other.seen - one.seen || one.name.localeCompare(other.name);
}

/** `meter.log_storage.cost` is told as `meter.*.cost` is. */
function wordsFor(name: string): string {
  const steps = name.split('.');
  const pattern = PROVIDED.find((fact) => {
    const known = fact.name.split('.');
    return (
      known.length === steps.length && known.every((step, index) => step === '*' || step === steps[index])
    );
  });
  return pattern?.description ?? (name.startsWith('tag(') ? 'The value of a tag' : 'As the source says it');
}

const QUALITY_PATTERNS = ['previous.*', 'types.*', 'previous_types.*', 'flips.*', 'same.*'];
const CHANGE: [name: string, type: string, description: string][] = [
  ['changed', 'list', 'The columns that this change sets anew'],
  ['known', 'boolean', 'The library has the record'],
  ['unknown_fields', 'list', 'What was sent and is mapped to nothing'],
];

async function readQualityFields(): Promise<FactField[]> {
  const columns = await readSyncedColumns(database());
  if (columns.length === 0) return [];
  const field = (name: string, type: string, provider: string, description: string): FactField => ({
    ...{ name, types: [type], examples: [], seen: 0, provider, description },
  });
  const found = columns.flatMap(({ sync, field: { column, type } }) => [
    field(
      column,
      type === 'number' || type === 'boolean' ? type : 'text',
      sync,
      'What the change would make of the column',
    ),
    field(`previous.${column}`, 'text', sync, 'What the library serves now'),
    field(`types.${column}`, 'text', sync, 'The type that was sent, as JSON calls it'),
    field(`previous_types.${column}`, 'text', sync, 'The type that was sent before'),
    field(`flips.${column}`, 'number', sync, 'How often the column changed within the last hour'),
    field(
      `same.${column}`,
      'number',
      sync,
      'Other records that hold the same; of columns under `unique` only',
    ),
  ]);
  const byName = new Map(found.map((each) => [each.name, each]));
  return [...CHANGE.map(([name, type, told]) => field(name, type, 'every sync', told)), ...byName.values()];
}
