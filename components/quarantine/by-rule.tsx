import clsx from 'clsx';
import type { QuarantineSummary } from '@/lib/catalog/quarantine.schema';

type ByRuleProps = {
  rules: QuarantineSummary['byRule'];
  chosen: string | null;
  onChoose: (rule: string | null) => void;
};

const MOST = 5; // the others are in the filter

/** Which rules hold the most, and the filter by one at once. */
export function ByRule({ rules, chosen, onChoose }: ByRuleProps) {
  if (rules.length === 0) return null;
  const most = rules.toSorted((left, right) => right.count - left.count).slice(0, MOST);
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">Held by rule</legend>
      {most.map(({ rule, count }) => (
        <button
          key={rule}
          type="button"
          aria-pressed={chosen === rule}
          onClick={() => onChoose(chosen === rule ? null : rule)}
          className={clsx(
            'rounded-base px-2 py-1',
            chosen === rule ? 'bg-accent-soft text-ink' : 'hover:bg-hover',
          )}
        >
          <span className="font-mono text-meta">{rule}</span>{' '}
          <span className="tabular-nums">{count.toLocaleString('en-US')}</span>
        </button>
      ))}
    </fieldset>
  );
}
