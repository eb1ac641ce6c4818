import { createLoader, type SearchParams } from 'nuqs/server';
import { AuditBrowser } from '@/components/audit/audit-browser';
import { auditChoicesQuery, auditQuery } from '@/components/audit/queries';
import { auditUrl } from '@/components/audit/url';
import { Prefetched } from '@/components/ui/prefetched';
import { database } from '@/lib/core/db';
import { listAuditInput } from '@/lib/people/audit.schema';
import { listAudit, readAuditChoices } from '@/lib/people/audit-views.data';
import { given, type Read, readAhead } from '../../prefetch';

const loadUrl = createLoader(auditUrl);

type AuditPageProps = { searchParams: Promise<SearchParams>; open?: Read[] };

/** The audit log, with one event of it open or none. */
export async function AuditPage({ searchParams, open = [] }: AuditPageProps) {
  const url = await loadUrl(searchParams);
  const [list, choices] = await Promise.all([
    readAhead(auditQuery(url).queryKey, async () => listAudit(database(), listAuditInput.parse(given(url)))),
    readAhead(auditChoicesQuery().queryKey, () => readAuditChoices(database())),
  ]);
  return (
    <Prefetched data={[...list, ...choices, ...open]}>
      <AuditBrowser />
    </Prefetched>
  );
}
