import { Notice } from '@/components/ui/notice';

const SHOWN = 3;

/** Said loudly: rules that the data at hand cannot make true, and which fact is missing. */
export function NeverFires({ told }: { told: string[] }) {
  if (told.length === 0) return null;
  const title =
    told.length === 1
      ? 'A rule cannot fire on the data at hand'
      : `${told.length} rules cannot fire on the data at hand`;
  const rest = told.slice(SHOWN);
  return (
    <div className="border-b bg-surface px-4 py-3">
      <Notice look="amber" title={title}>
        <NeverFiresList told={told.slice(0, SHOWN)} />
        {rest.length > 0 ? (
          <details>
            <summary className="text-muted">{rest.length} more</summary>
            <NeverFiresList told={rest} />
          </details>
        ) : null}
      </Notice>
    </div>
  );
}

/** "0 true, 812 unknown: `requests` is in no source"; what stands between backticks is a fact's name. */
export function NeverFiresList({ told }: { told: string[] }) {
  return (
    <ul>
      {told.map((sentence) => (
        <li key={sentence}>
          {sentence.split('`').map((part, index) =>
            index % 2 === 1 ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have only their places
              <code key={index} className="font-mono text-meta">
                {part}
              </code>
            ) : (
              part
            ),
          )}
        </li>
      ))}
    </ul>
  );
}
