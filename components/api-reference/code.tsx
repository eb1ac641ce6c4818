import { CopyButton } from './copy-button';

/** A text to copy, as it is. */
export function Code({ label, text }: { label: string; text: string }) {
  return (
    <figure className="relative mt-2 rounded-base border bg-canvas">
      <figcaption className="flex h-8 items-center justify-between border-b pr-1 pl-3 text-meta text-muted">
        {label} <CopyButton text={text} label={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <pre tabIndex={0} className="max-h-80 overflow-auto p-3 font-mono text-meta">
        {text}
      </pre>
    </figure>
  );
}
