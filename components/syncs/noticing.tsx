import Link from 'next/link';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { Ago } from '@/components/ui/time';
import type { DefinitionDetail } from '@/lib/catalog/schema';

/** How it is known that others changed the library: told by it at once, and found by comparing. */
export function Noticing({ detail: { listening, scans, enabled } }: { detail: DefinitionDetail }) {
  const { isWanted, since, trouble } = listening;
  const shouldListen = isWanted && enabled;
  const title =
    since && !shouldListen ? 'Our trigger is still in the library' : 'The library cannot be heard';
  return (
    <Section title="Changes that others make in the library">
      <ul className="flex flex-col gap-1">
        {shouldListen && since ? (
          <li>
            Noticed at once, by a trigger in the library since <Ago at={since} />
          </li>
        ) : null}
        {shouldListen && !since ? <li>Noticed at once as soon as a worker has put a trigger there</li> : null}
        {!shouldListen && since ? <li>The trigger in the library is taken away by a worker</li> : null}
        {scans.map(({ schedule, words }) => (
          <li key={schedule}>
            {words}: compared whole <span className="text-faint">by</span>{' '}
            <Link href="/settings/schedules" className="hover:underline">
              {schedule}
            </Link>
          </li>
        ))}
        {scans.length === 0 ? <li>No schedule compares it; it is compared when somebody asks</li> : null}
        {!isWanted ? (
          <li className="text-muted">
            With <code className="font-mono">listen: true</code> in the text they are noticed at once
          </li>
        ) : null}
      </ul>
      {trouble ? (
        <Notice look="amber" title={title}>
          {trouble}. A worker tries again.
        </Notice>
      ) : null}
    </Section>
  );
}
