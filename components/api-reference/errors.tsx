export type ErrorLine = { code: string; status: number; meaning: string };

/** Every code that a refusal may carry. */
export function Errors({ lines }: { lines: readonly ErrorLine[] }) {
  return (
    <section aria-labelledby="errors" className="max-w-[760px] py-4">
      <h2 id="errors" className="scroll-mt-16 text-section font-semibold md:scroll-mt-4">
        Errors
      </h2>
      <p className="mt-1">
        A refusal comes as <code className="font-mono text-meta">application/problem+json</code> (RFC 9457).
        Decide by <code className="font-mono text-meta">code</code>, show{' '}
        <code className="font-mono text-meta">detail</code>, and name the{' '}
        <code className="font-mono text-meta">requestId</code> when you ask us: the log has it.
      </p>
      <dl className="mt-3 divide-y rounded-base border bg-surface">
        {lines.map(({ code, status, meaning }) => (
          <div key={code} className="px-3 py-1.5 sm:flex sm:gap-3">
            <dt className="shrink-0 sm:w-56">
              <span className="tabular-nums text-muted">{status}</span>{' '}
              <code className="font-mono text-meta">{code}</code>
            </dt>
            <dd className="min-w-0">{meaning.replaceAll('`', '')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
