'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { LatestBacktest, OverrideReason } from '@/components/backtest/publication-limits';
import { Button } from '@/components/ui/button';
import { DialogActions } from '@/components/ui/dialog';
import { Field, Textarea } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { State } from '@/components/ui/state';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import { isUnsaved } from './draft-state';
import { TextDiff } from './lazy-diff';
import { publishDraft } from './queries';
import { CASE_LOOKS } from './states';
import type { DraftInHand } from './use-draft';
import type { Validation } from './use-validation';

type PublishFormProps = {
  set: RuleSetPage;
  draft: DraftInHand;
  validation: Validation;
  onCancel: () => void;
  onDone: () => void;
};

/** What would be published, against what is: the difference, the tests, and a note for whoever asks later. */
export function PublishForm({ set, draft, validation, onCancel, onDone }: PublishFormProps) {
  const { state } = draft;
  const { kept } = state;
  const publish = useMutation(publishDraft(useQueryClient()));
  const why = whyNot(set, draft, validation);
  const submit = (form: FormData) => {
    if (kept.number === null) return;
    const note = String(form.get('note'));
    const reason = form.get('overrideReason');
    publish.mutate(
      {
        ...{ slug: set.slug, number: kept.number, revision: kept.revision, note },
        ...(typeof reason === 'string' ? { overrideReason: reason } : {}),
      },
      { onSuccess: onDone },
    );
  };
  return (
    <form
      className="flex min-h-0 flex-1 flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="What changed and why" hint="It stands with the version, for whoever asks later.">
        {(wiring) => <Textarea {...wiring} name="note" required minLength={3} maxLength={500} />}
      </Field>
      <TestsTold validation={validation} />
      {set.domain === 'finops' ? (
        <LatestBacktest
          slug={set.slug}
          number={kept.number}
          revision={kept.revision}
          againstVersion={set.current?.version ?? 0}
        />
      ) : null}
      {set.enabled ? null : (
        <p className="text-warn">The set is disabled: no generation uses it until it is enabled.</p>
      )}
      <section aria-label="What changes" className="min-h-24 flex-1 overflow-y-auto">
        <TextDiff label="What changes" from={set.current?.yaml ?? ''} to={state.text} />
      </section>
      {publish.error ? <Problem error={publish.error} /> : null}
      <OverrideReason error={publish.error} />
      {why ? <p className="text-warn">{why}</p> : null}
      <DialogActions>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={publish.isPending || why !== null}>
          Publish version {(set.current?.version ?? 0) + 1}
        </Button>
      </DialogActions>
    </form>
  );
}

function TestsTold({ validation: { result, isCurrent } }: { validation: Validation }) {
  if (!result || !isCurrent || !result.valid) return null;
  if (result.tests.length === 0) return <p className="text-muted">This set has no tests.</p>;
  return (
    <details>
      <summary>
        {result.tests.filter(({ passed }) => passed).length} of {result.tests.length} tests pass
      </summary>
      <ul className="mt-1 flex flex-col gap-1 pl-4">
        {result.tests.map(({ name, line, passed }) => (
          <li key={`${line}:${name}`} className="flex gap-2">
            <State look={passed ? CASE_LOOKS.passed : CASE_LOOKS.failed} />
            <span className="min-w-0 break-words">{name}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Why it cannot be published as it stands; null when nothing stands against it. The server has the last word. */
function whyNot(set: RuleSetPage, { state }: DraftInHand, { result, isCurrent }: Validation): string | null {
  const version = set.current?.version ?? 0;
  if (state.text === set.current?.yaml)
    return `The text is that of version ${version}: there is nothing to publish.`;
  if (version > state.kept.baseVersion)
    return `Version ${version} was published meanwhile: move your changes onto it.`;
  if (isUnsaved(state)) return 'The draft is not saved yet.';
  if (!result || !isCurrent) return 'The text is checked…';
  const [first] = result.errors;
  if (first) return `The text has a problem at line ${first.line}: ${first.message}`;
  const failed = result.tests.filter(({ passed }) => !passed).length;
  return failed > 0 ? `${failed} of ${result.tests.length} tests fail: see Tests.` : null;
}
