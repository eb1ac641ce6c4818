import Link from 'next/link';
import { RECORD_LOOKS } from '@/components/drift/states';
import { Entries, Section } from '@/components/ui/section';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { DefinitionDetail } from '@/lib/catalog/schema';

/** What the last comparison of the library with what it should hold has counted. */
export function LastScan({ detail }: { detail: DefinitionDetail }) {
  const { id, lastScan, records, assumed, baselineAt } = detail;
  const counts = Object.entries(lastScan?.counts ?? {});
  return (
    <Section title="Last scan" aside={<Ago at={lastScan?.endedAt ?? null} />}>
      {counts.length > 0 ? (
        <ul aria-label="Records by state" className="mb-3 flex flex-wrap gap-x-4 gap-y-1">
          {counts.map(([name, count]) => (
            <li key={name}>
              <Link href={driftOf(id, name)} className="inline-flex items-center gap-2 hover:underline">
                {isState(name) ? <State look={RECORD_LOOKS[name]} /> : name.replaceAll('_', ' ')}
                <span className="tabular-nums">{count.toLocaleString('en-US')}</span>
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
      <Entries
        entries={[
          { label: 'Known records', value: records.toLocaleString('en-US') },
          {
            label: 'Assumed',
            value: assumed.toLocaleString('en-US'),
            note: 'nothing of them was ever delivered',
          },
          { label: 'Baseline', value: baselineAt ? <Ago at={baselineAt} /> : 'taken when it is switched on' },
        ]}
      />
    </Section>
  );
}

function isState(name: string): name is keyof typeof RECORD_LOOKS {
  return Object.hasOwn(RECORD_LOOKS, name);
}

/** What is in sync is counted and not listed. */
function driftOf(definitionId: string, name: string): string {
  const search = new URLSearchParams({ definitionId });
  if (isState(name) && name !== 'in_sync') search.set('state', name);
  return `/drift?${search}`;
}
