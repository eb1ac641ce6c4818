import { counted } from '@/components/changes/words';
import { StartNow } from '@/components/runs/start-now';
import { Notice } from '@/components/ui/notice';
import { Ago } from '@/components/ui/time';
import type { ExemptionSummary } from '@/lib/recommendations/exemptions/schema';

type SummaryProps = { summary: ExemptionSummary | undefined };

/** What the last generation did not recommend for them. */
export function Standing({ summary }: SummaryProps) {
  if (!summary || summary.lastGenerationAt === null) return null;
  return (
    <>
      {counted(summary.heldBack, 'finding')} held back by the generation <Ago at={summary.lastGenerationAt} />
    </>
  );
}

/** What was exempted or ended since then counts from the next generation on. */
export function NextGeneration({ summary, mayAct }: SummaryProps & { mayAct: boolean }) {
  if (!summary || summary.newest === 0) return null;
  return (
    <div className="border-b bg-surface px-4 py-3">
      <Notice
        title={`${counted(summary.newest, 'change')} of exemptions since the last generation`}
        actions={mayAct ? <StartNow graph="recommend" label="Generate now" /> : null}
      >
        It counts from the next generation on: what is exempt is withdrawn then, without a saving, and its
        ticket gets a comment; what is no longer exempt is found again.
      </Notice>
    </div>
  );
}
