import type { ReactNode } from 'react';
import { Code } from './code';

/** What holds for every call. */
export function Guide({ url }: { url: string }) {
  return (
    <section aria-labelledby="begin" className="flex max-w-[760px] flex-col gap-6 py-4">
      <Topic id="begin" title="How to call">
        <p>
          Everything that this console does, it does by these calls. Make a token under Settings, Tokens, with
          the least role that will do, and send it with each call. It is shown once; keep it where your
          scripts find it.
        </p>
        <Code
          label="A first call"
          text={`export EVENKEEL_TOKEN=…\ncurl '${url}/api/recommendations?status=open&limit=5' \\\n  -H "Authorization: Bearer $EVENKEEL_TOKEN"`}
        />
        <p className="mt-2">
          A signed-in browser may call too; its writes must come from our own pages. Bodies are JSON with{' '}
          <Word>Content-Type: application/json</Word>. Money is a decimal text beside its currency; times are
          ISO 8601 in UTC.
        </p>
      </Topic>
      <Topic id="pages" title="Lists, filters, CSV">
        <p>
          A list answers <Word>{'{ items, nextCursor }'}</Word>. Send <Word>nextCursor</Word> back as{' '}
          <Word>cursor</Word>, with the same sort and filters, until it is null: nothing is skipped or shown
          twice while rows are added. <Word>limit</Word> is 50 unless you say, 200 at most. <Word>sort</Word>{' '}
          takes a column, with a minus before it for descending. A filter that takes several values is its
          name repeated.
        </p>
        <p className="mt-2">
          With <Word>Accept: text/csv</Word> the whole filtered list comes as one file, however long it is.
          Cells that a spreadsheet would run as a formula begin with an apostrophe.
        </p>
      </Topic>
      <Topic id="idempotency" title="Sending again safely">
        <p>
          A call that makes or starts something takes an <Word>Idempotency-Key</Word>: any text of yours, new
          for each deed. When no answer comes, send the same call with the same key: it is done once, and you
          get the answer of the first. A repeated answer carries <Word>Idempotency-Replayed: true</Word>. The
          same key with other input is refused: <Word>idempotency_mismatch</Word>.
        </p>
      </Topic>
      <Topic id="limits" title="Limits">
        <p>
          Each answer says how many calls are left: <Word>RateLimit-Limit</Word>,{' '}
          <Word>RateLimit-Remaining</Word> and <Word>RateLimit-Reset</Word> in seconds. Past that the answer
          is 429 with <Word>Retry-After</Word>. A JSON body holds 1 MB unless the call says otherwise; uploads
          are streamed and may be large.
        </p>
      </Topic>
    </section>
  );
}

function Topic({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <div>
      <h2 id={id} className="mb-1 scroll-mt-16 text-section font-semibold md:scroll-mt-4">
        {title}
      </h2>
      {children}
    </div>
  );
}

function Word({ children }: { children: ReactNode }) {
  return <code className="break-words rounded-small bg-hover px-1 font-mono text-meta">{children}</code>;
}
