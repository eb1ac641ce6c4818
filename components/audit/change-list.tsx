import { Equal, Minus, Pencil, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { State, type StateLook } from '@/components/ui/state';
import type { Change } from './changes';

const LOOKS: Record<Change['kind'], StateLook> = {
  changed: { word: 'Changed', tone: 'neutral', icon: Pencil },
  added: { word: 'Added', tone: 'neutral', icon: Plus },
  removed: { word: 'Removed', tone: 'neutral', icon: Minus },
  same: { word: 'Unchanged', tone: 'hollow', icon: Equal },
};

/** Fields with what they were and what they are; what stayed as it was is folded away. */
export function ChangeList({ changes }: { changes: Change[] }) {
  const same = changes.filter(({ kind }) => kind === 'same');
  const differing = changes.filter(({ kind }) => kind !== 'same');
  return (
    <>
      {differing.length > 0 ? <Rows label="What changed" changes={differing} /> : null}
      {same.length > 0 ? (
        <details className="mt-2">
          <summary className="text-muted">
            {same.length} {same.length === 1 ? 'field' : 'fields'} unchanged
          </summary>
          <div className="mt-2">
            <Rows label="What stayed as it was" changes={same} />
          </div>
        </details>
      ) : null}
    </>
  );
}

function Rows({ label, changes }: { label: string; changes: Change[] }) {
  return (
    <ul aria-label={label} className="divide-y rounded-base border bg-surface">
      {changes.map((change) => (
        <li key={change.field} className="px-3 py-2">
          <div className="flex items-baseline justify-between gap-3">
            <span className="min-w-0 break-words font-mono text-meta">{change.field}</span>
            <span className="shrink-0">
              <State look={LOOKS[change.kind]} />
            </span>
          </div>
          <dl className="mt-1 grid gap-x-6 gap-y-1 @md:grid-cols-2">
            {change.kind === 'same' ? null : <Side name="Before" value={change.before} />}
            <Side name={change.kind === 'same' ? 'Is' : 'After'} value={change.after} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Side({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-2">
      <dt className="w-12 shrink-0 text-faint">{name}</dt>
      <dd className="max-h-60 min-w-0 flex-1 overflow-y-auto whitespace-pre-wrap break-words">
        {value ?? <span className="text-faint">–</span>}
      </dd>
    </div>
  );
}
