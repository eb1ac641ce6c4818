import { State } from '@/components/ui/state';
import { Ago, Lasted } from '@/components/ui/time';
import type { EffectAttemptView, EffectState } from '@/lib/effects/schema';
import { EFFECT_LOOKS } from './states';

/** Everything that was tried about one effect, in order. */
export function AttemptList({ attempts }: { attempts: EffectAttemptView[] }) {
  if (attempts.length === 0) return <p className="text-muted">Nothing was sent yet.</p>;
  return (
    <ol aria-label="Attempts" className="divide-y rounded-base border bg-surface">
      {attempts.map((attempt) => (
        <li key={attempt.id} className="px-3 py-1.5">
          <div className="flex flex-wrap items-center gap-x-3">
            <span className="font-semibold">{attempt.deed}</span>
            {isState(attempt.outcome) ? (
              <State look={EFFECT_LOOKS[attempt.outcome]} />
            ) : (
              <span>{attempt.outcome}</span>
            )}
            {attempt.status === null ? null : (
              <span className="text-meta text-muted">HTTP {attempt.status}</span>
            )}
            <span className="ml-auto text-meta text-faint">
              <Lasted from={attempt.startedAt} to={attempt.endedAt} /> · <Ago at={attempt.startedAt} />
            </span>
          </div>
          {attempt.detail ? <p className="break-words text-muted">{attempt.detail}</p> : null}
        </li>
      ))}
    </ol>
  );
}

function isState(outcome: string | null): outcome is EffectState {
  return outcome !== null && outcome in EFFECT_LOOKS;
}
