import { Notice } from '@/components/ui/notice';
import { Ago } from '@/components/ui/time';
import type { scopeOf } from './scope';

/** What a sender posted while nobody listened is not here, and nobody can know what it was. */
export function StaleNotices({ scope }: { scope: ReturnType<typeof scopeOf> }) {
  const stale = scope.definitions.filter(({ staleSince }) => staleSince !== null);
  return stale.map(({ definitionId, title, staleSince }) => (
    <div key={definitionId} className="border-b bg-surface p-3">
      <Notice
        look="amber"
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
