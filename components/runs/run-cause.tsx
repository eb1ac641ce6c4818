import { Notice } from '@/components/ui/notice';
import type { RunDetail } from '@/lib/runs/schema';

/** First what is wrong with a run, then its warnings: the error, its cause, the next step. */
export function RunCause({ run }: { run: RunDetail }) {
  if (run.state === 'requested' && run.reason) {
    return (
      <div className="mt-3">
        <Notice look="amber" title="Not started yet">
          {run.reason}
        </Notice>
      </div>
    );
  }
  if (!run.error && run.warnings.length === 0) return null;
  return (
    <div className="mt-3 flex flex-col gap-2">
      {run.error ? (
        <Notice look="red" title="Failed">
          {run.error}
        </Notice>
      ) : null}
      {run.warnings.length > 0 ? (
        <Notice
          look="amber"
          title={run.warnings.length === 1 ? 'One warning' : `${run.warnings.length} warnings`}
        >
          <ul className="flex flex-col gap-1">
            {run.warnings.map(({ job, message }) => (
              <li key={`${job}:${message}`}>
                <span className="text-muted">{job}:</span> {message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  );
}
