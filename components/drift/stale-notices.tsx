import Link from 'next/link';
import { hrefOfSync } from '@/components/syncs/url';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Ago } from '@/components/ui/time';
import type { DefinitionView } from '@/lib/catalog/schema';
import type { scopeOf } from './scope';

type StaleNoticesProps = { scope: ReturnType<typeof scopeOf>; definitions: DefinitionView[] };

/** What a sender posted while nobody listened is not here, and nobody can know what it was. */
export function StaleNotices({ scope, definitions }: StaleNoticesProps) {
  const slugOf = (id: string) => definitions.find((one) => one.id === id)?.slug;
  const stale = scope.definitions.filter(({ staleSince }) => staleSince !== null);
  return stale.map(({ definitionId, title, staleSince }) => (
    <div key={definitionId} className="border-b bg-surface p-3">
      <Notice
        look="amber"
        actions={<ToSender slug={slugOf(definitionId)} />}
        title={
          <>
            {title} is possibly stale since <Ago at={staleSince} />.
          </>
        }
      >
        What its CMS posted since then may be lost. A record is right again when it changes next, when the CMS
        is read, or when somebody repairs it.
      </Notice>
    </div>
  ));
}

/** There from the start, so that nothing moves when the names of the syncs come. */
function ToSender({ slug }: { slug: string | undefined }) {
  return (
    <Button asChild>
      <Link href={slug === undefined ? '/syncs' : hrefOfSync(slug)}>Its sender</Link>
    </Button>
  );
}
