import type { JoinedAction, JoinPreview } from '@/lib/recommendations/joins/schema';
import { ResourceLine } from './resource-line';
import { REASON_WORDS, STANDING_WORDS } from './words';

/** Which resource stays, and what becomes of recommendations, tickets and exemptions. */
export function JoinEffects({ preview }: { preview: JoinPreview }) {
  const { kept, joined, reason, spellings, actions, exemptions } = preview;
  return (
    <div className="flex flex-col gap-3">
      <ResourceLine label="Keep" resource={kept} />
      <ResourceLine label="Join" resource={joined} />
      <p className="text-muted">{REASON_WORDS[reason]}.</p>
      <ul className="flex list-disc flex-col gap-1 pl-4">
        <li>
          {spellings === 1 ? 'One id' : `${spellings} ids`} of the joined resource will mean the kept one, for
          all charges.
        </li>
        {actions.map((action) => (
          <li key={action.action}>{sentenceOf(action)}</li>
        ))}
        {actions.length === 0 ? <li>Neither has an active recommendation.</li> : null}
        {exemptions.map(({ id, reason: why }) => (
          <li key={id}>The exemption “{why}” will apply to the kept resource.</li>
        ))}
      </ul>
    </div>
  );
}

function sentenceOf({ action, stays, ends, standing, duplicate }: JoinedAction): string {
  const ticket = stays.ticketKey === null ? '' : ` with ticket ${stays.ticketKey}`;
  const goesOn = `Recommendation ${stays.lineageId} (${action}) continues${ticket}`;
  if (ends === null) return `${goesOn}.`;
  const over = `recommendation ${ends.lineageId} ends`;
  const other =
    duplicate === null || duplicate.isDone
      ? ''
      : ` ${duplicate.key} stays open until you confirm that it is closed as a duplicate.`;
  return `${goesOn} and ${over}: ${STANDING_WORDS[standing]}.${other}`;
}
