import type { AuditView } from '@/lib/people/audit.schema';
import { ACTOR_KINDS } from './words';

/** Who did it, and by its mark whether that is a person, a token or the system. */
export function ActorName({ event }: { event: Pick<AuditView, 'actorKind' | 'actorName'> }) {
  const { icon: Icon, word } = ACTOR_KINDS[event.actorKind];
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.5 align-top" title={event.actorName}>
      <Icon role="img" aria-label={word} className="size-3.5 shrink-0 text-muted" />
      <span className="truncate">{event.actorName}</span>
    </span>
  );
}
