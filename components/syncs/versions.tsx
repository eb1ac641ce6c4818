'use client';

import { Compare, type Compared, type Texts } from '@/components/rules/compare';
import { Button } from '@/components/ui/button';
import { Ago } from '@/components/ui/time';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import type { TextInHand } from './use-text';

/** As the comparison's addresses have it. */
export const nameOfVersion = (version: number) => `v${version}`;

type SyncVersionsProps = {
  detail: DefinitionDetail;
  inHand: TextInHand;
  mayEdit: boolean;
  compared: { from: string | null; to: string | null };
  onCompare: (compared: Compared) => void;
};

/** Who saved what and why, and the difference of any two. */
export function SyncVersions({ detail, inHand, mayEdit, compared, onCompare }: SyncVersionsProps) {
  const versions = detail.versions.toSorted((left, right) => right.version - left.version);
  const texts: Texts = {
    ...(inHand.isUnsaved ? { draft: { label: 'Your text', text: inHand.text } } : {}),
    ...Object.fromEntries(
      versions.map(({ version, yaml }) => [
        nameOfVersion(version),
        { label: `Version ${version}`, text: yaml },
      ]),
    ),
  };
  const known = (name: string | null, otherwise: string) =>
    name !== null && Object.hasOwn(texts, name) ? name : otherwise;
  const newest = nameOfVersion(detail.version);
  const before = inHand.isUnsaved ? newest : nameOfVersion(Math.max(1, detail.version - 1));
  return (
    <div className="flex flex-col gap-4">
      <Compare
        slug={detail.slug}
        currentVersion={0}
        texts={texts}
        compared={{
          from: known(compared.from, before),
          to: known(compared.to, inHand.isUnsaved ? 'draft' : newest),
        }}
        onCompare={onCompare}
      />
      <ol aria-label="Versions" className="flex flex-col gap-2">
        {versions.map(({ version, note, savedAt, savedBy, yaml }) => (
          <li key={version} className="rounded-base border bg-surface px-3 py-2">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-semibold">Version {version}</span>
              {version === detail.version ? <span className="text-accent">current</span> : null}
              <span className="text-muted">
                <Ago at={savedAt} /> by {savedBy}
              </span>
            </p>
            {note ? <p className="break-words">{note}</p> : null}
            <div className="mt-1 -ml-3 flex flex-wrap">
              {version > 1 ? (
                <Button
                  look="quiet"
                  onClick={() => onCompare({ from: nameOfVersion(version - 1), to: nameOfVersion(version) })}
                >
                  Compare with {version - 1}
                </Button>
              ) : null}
              {mayEdit && version !== detail.version ? (
                <Button look="quiet" onClick={() => inHand.setText(yaml)}>
                  Edit from this version
                </Button>
              ) : null}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
