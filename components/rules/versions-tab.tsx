'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Pager } from '@/components/ui/pager';
import { Problem } from '@/components/ui/problem';
import { Ago } from '@/components/ui/time';
import type { DraftView, RuleVersionView } from '@/lib/rules/editing/schema';
import { Compare, type Compared, type Texts } from './compare';
import { resolved, withDrafts } from './compared';
import { DraftsInHand } from './drafts-in-hand';
import { ExportDocument } from './export-document';
import { editFromVersion, ruleSetQuery, versionsQuery } from './queries';
import { Restore } from './restore';
import { SecondOpinion } from './second-opinion';

type VersionsTabProps = {
  slug: string;
  currentVersion: number;
  texts: Texts;
  compared: Compared;
  onCompare: (compared: Compared) => void;
  onDraft: ((draft: number) => void) | null; // null: who looks may not edit
};

/** Who published what and why, and the difference of any two. */
export function VersionsTab(props: VersionsTabProps) {
  const { slug, currentVersion, onCompare, onDraft } = props;
  const [cursor, setCursor] = useState<string | null>(null);
  const versions = useQuery(versionsQuery(slug, cursor));
  const drafts = useQuery(ruleSetQuery(slug)).data?.drafts ?? [];
  const texts = withDrafts(props.texts, drafts);
  const compared = resolved(props.compared, texts, currentVersion);
  const nameOf = ({ number }: DraftView) =>
    Object.hasOwn(texts, `draft-${number}`) ? `draft-${number}` : 'draft';
  if (currentVersion === 0) {
    return (
      <div className="flex flex-col gap-4">
        <p className="text-muted">Nothing is published yet.</p>
        <DraftsInHand {...{ drafts, nameOf, onCompare, onDraft }} />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <Compare {...{ slug, currentVersion, texts, compared, onCompare }} />
      <DraftsInHand {...{ drafts, nameOf, onCompare, onDraft }} />
      {versions.error ? <Problem error={versions.error} onRetry={() => void versions.refetch()} /> : null}
      <ol aria-label="Versions" className="flex flex-col gap-2">
        {versions.data?.items.map((version) => (
          <VersionRow key={version.id} {...{ slug, currentVersion, version, onCompare, onDraft }} />
        ))}
      </ol>
      <Pager
        shown={versions.data?.items.length ?? 0}
        cursor={cursor}
        nextCursor={versions.data?.nextCursor ?? null}
        onMove={setCursor}
      />
    </div>
  );
}

type VersionRowProps = Pick<VersionsTabProps, 'slug' | 'currentVersion' | 'onCompare' | 'onDraft'> & {
  version: RuleVersionView;
};

function VersionRow({ slug, currentVersion, version: told, onCompare, onDraft }: VersionRowProps) {
  const { version, publishedAt, publishedBy, note, isCurrent, secondOpinion } = told;
  const edit = useMutation(editFromVersion(useQueryClient()));
  return (
    <li className="rounded-base border bg-surface px-3 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-semibold">Version {version}</span>
        {isCurrent ? <span className="text-accent">current</span> : null}
        <span className="text-muted">
          <Ago at={publishedAt} /> by {publishedBy}
        </span>
      </p>
      {note ? <p className="break-words">{note}</p> : null}
      {told.limitsOverride ? (
        <p className="break-words text-warn">
          Published over the limits of the set by {told.limitsOverride.by}: {told.limitsOverride.reason}
        </p>
      ) : null}
      <SecondOpinion told={secondOpinion} />
      <div className="mt-1 -ml-3 flex flex-wrap">
        {version > 1 ? (
          <Button look="quiet" onClick={() => onCompare({ from: String(version - 1), to: String(version) })}>
            Compare with {version - 1}
          </Button>
        ) : null}
        {onDraft && !isCurrent ? (
          <Button
            look="quiet"
            disabled={edit.isPending}
            onClick={() =>
              edit.mutate(
                { slug, version, baseVersion: currentVersion },
                { onSuccess: ({ number }) => onDraft(number) },
              )
            }
          >
            Edit from this version
          </Button>
        ) : null}
        {version < currentVersion - 1 ? (
          <Button
            look="quiet"
            onClick={() => onCompare({ from: String(version), to: String(currentVersion) })}
          >
            Compare with the current
          </Button>
        ) : null}
        {onDraft && !isCurrent ? (
          <Restore {...{ slug, version, currentVersion }} onDone={() => onDraft(0)} />
        ) : null}
        <ExportDocument slug={slug} version={version} />
      </div>
      {edit.error ? <Problem error={edit.error} /> : null}
    </li>
  );
}
