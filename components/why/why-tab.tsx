'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { State } from '@/components/ui/state';
import type { WhyAnswer } from '@/lib/recommendations/why.schema';
import { whyQuery } from './queries';
import { ResourcePicker } from './resource-picker';
import { lookOfVerdict, RuleWhy } from './rule-why';
import { whyUrl } from './url';

type WhyTabProps = { slug: string; yaml: string | null; hasProblems: boolean };

/** Why the text matches a resource, or why not; the resource and the rule are in the address. */
export function WhyTab({ slug, yaml, hasProblems }: WhyTabProps) {
  const [{ resource, rule }, setUrl] = useQueryStates(whyUrl);
  return (
    <div className="flex flex-col gap-4">
      <ResourcePicker onPick={({ id }) => void setUrl({ resource: id })} />
      {yaml !== null && hasProblems ? (
        <p className="text-muted">Told of the text as it was before its problems.</p>
      ) : null}
      {resource === null ? (
        <p className="text-muted">
          Pick a resource to see each rule’s conditions with the facts that they read, where those are from,
          and what would have to be different.
        </p>
      ) : yaml === null ? (
        <p className="text-muted">It can be told once the text has no problems.</p>
      ) : (
        <Answer asked={{ slug, yaml, resource, rule }} onRule={(chosen) => void setUrl({ rule: chosen })} />
      )}
    </div>
  );
}

type AnswerProps = {
  asked: { slug: string; yaml: string; resource: string; rule: string | null };
  onRule: (rule: string | null) => void;
};

function Answer({ asked, onRule }: AnswerProps) {
  const { data: answer, error, refetch, isPlaceholderData } = useQuery(whyQuery(asked));
  if (error && (!answer || isPlaceholderData)) {
    return (
      <>
        <Problem error={error} onRetry={() => void refetch()} />
        {asked.rule ? <AllRules onRule={onRule} /> : null}
      </>
    );
  }
  if (!answer) return <PanelSkeleton />;
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? 'opacity-60' : undefined}>
      <Head answer={answer} rule={asked.rule} onRule={onRule} />
      <ul aria-label="Rules" className="flex flex-col gap-4">
        {answer.rules.map((why) => (
          <li key={why.rule}>
            <div className="mb-1 flex flex-wrap items-baseline gap-x-3">
              <h3 className="font-semibold break-words">{why.title ?? why.rule}</h3>
              <State look={lookOfVerdict(why.verdict)} />
              {why.isEnabled ? null : <span className="text-muted">switched off: no generation asks it</span>}
            </div>
            <RuleWhy why={why} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The way out where the address names a rule that the text no longer has. */
function AllRules({ onRule }: { onRule: (rule: null) => void }) {
  return (
    <button type="button" className="self-start text-accent hover:underline" onClick={() => onRule(null)}>
      Ask all rules
    </button>
  );
}

type HeadProps = { answer: WhyAnswer; rule: string | null; onRule: (rule: string | null) => void };

function Head({ answer: { resource, readings, names, rules }, rule, onRule }: HeadProps) {
  const { name, nativeId, kind, provider, account, region, owner, environment } = resource;
  return (
    <div className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1">
        <h2 className="text-section font-semibold break-words">{name ?? nativeId}</h2>
        <p className="break-words text-muted">
          {[kind, provider, account, region, nativeId, owner ?? 'no owner', environment]
            .filter(Boolean)
            .join(' · ')}
        </p>
        {readings === 0 ? <p className="text-warn">No source tells of it now, so little is known.</p> : null}
        {rule === null && rules.length < names.length ? (
          <p className="text-muted">
            The first {rules.length} of {names.length} rules; choose one to see any other.
          </p>
        ) : null}
      </div>
      <Select
        aria-label="Rule"
        value={rule ?? ''}
        onChange={(event) => onRule(event.target.value || null)}
        className="max-w-full"
      >
        <option value="">All rules</option>
        {names.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </Select>
    </div>
  );
}
