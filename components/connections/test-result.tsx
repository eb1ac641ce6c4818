import { State } from '@/components/ui/state';
import type { ConnectionCheck, ConnectionTest } from '@/lib/connections/schema';
import { CHECK_LOOKS } from './states';

/** What a test looked at: first the site, then board by board; what is wrong says what to do. */
export function TestResult({ test: { checks } }: { test: ConnectionTest }) {
  const subjects = [...new Set(checks.map(({ subject }) => subject))];
  return (
    <div className="flex flex-col gap-3" role="status" aria-label="What the test found">
      {subjects.map((subject) => (
        <section key={subject ?? ''} aria-label={subject ?? 'The site'}>
          <h3 className="mb-1 text-meta text-faint">
            {subject === null ? 'The site' : `Project ${subject}`}
          </h3>
          <ul className="divide-y rounded-base border bg-surface">
            {checks
              .filter((check) => check.subject === subject)
              .map((check) => (
                <CheckRow key={`${check.check}:${check.detail}`} check={check} />
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

function CheckRow({ check: { title, state, detail, fix } }: { check: ConnectionCheck }) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5">
      <span className="w-32 shrink-0 break-words text-muted">{title}</span>
      <span className="w-28 shrink-0">
        <State look={CHECK_LOOKS[state]} />
      </span>
      <span className="min-w-40 flex-1 break-words">
        {detail}
        {fix === null ? null : <span className="block text-muted">{fix}</span>}
      </span>
    </li>
  );
}
