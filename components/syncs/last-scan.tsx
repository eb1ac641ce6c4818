import Link from 'next/link';
import { RECORD_LOOKS } from '@/components/drift/states';
import { Entries, Section } from '@/components/ui/section';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { DefinitionDetail } from '@/lib/catalog/schema';

/** What the last comparison of the library with what it should hold has counted. */
export function LastScan({
  detail: { id, lastScan, records, assumed, baselineAt },
}: {
  detail: DefinitionDetail;
}) {
  const counts = Object.entries(lastScan?.counts ?? {});
  return (
    <Section title="Last scan" aside={<Ago at={lastScan?.endedAt ?? null} />}>
      <Entries
        entries={[
          ...counts.map(([name, count]) => ({
            id: name,
            label: 'Records',
            value: <CountOf name={name} />,
            note: (
              <Link
                href={`/drift?${new URLSearchParams({ definitionId: id, ...(isState(name) && name !== 'in_sync' ? { state: name } : {}) })}`}
                className="tabular-nums hover:underline"
              >
                {count.toLocaleString('en-US')}
              </Link>
            ),
          })),
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

function CountOf({ name }: { name: string }) {
  return isState(name) ? <State look={RECORD_LOOKS[name]} /> : name.replaceAll('_', ' ');
}

function isState(name: string): name is keyof typeof RECORD_LOOKS {
  return Object.hasOwn(RECORD_LOOKS, name);
}
