'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogActions, DialogCancel } from '@/components/ui/dialog';
import { Problem } from '@/components/ui/problem';
import { saveFile } from '@/components/ui/request';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { ExportedRules } from '@/lib/rules/jre/schema';
import { exportedQuery } from './queries';

type ExportDocumentProps = { slug: string; version: number };

/** A version for json-rules-engine: what of it cannot be said there stands before the download. */
export function ExportDocument({ slug, version }: ExportDocumentProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title={`Version ${version} for json-rules-engine`}
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button look="quiet">Export for json-rules-engine…</Button>}
    >
      <Exported slug={slug} version={version} />
    </Dialog>
  );
}

function Exported({ slug, version }: ExportDocumentProps) {
  const { data: exported, error, refetch } = useQuery(exportedQuery(slug, version));
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!exported) return <PanelSkeleton />;
  const { document, notExpressible, notes } = exported;
  const isEmpty = document.rules.length === 0;
  const save = () => {
    const content = `${JSON.stringify(document, null, 2)}\n`;
    const file = new Blob([content], { type: 'application/json' });
    saveFile(file, `${slug}-${version}.json-rules-engine.json`);
  };
  return (
    <>
      <p>{reachOf(exported)}</p>
      {notExpressible.length > 0 ? (
        <div>
          <h3 id="not-expressible" className="font-semibold">
            Not in it
          </h3>
          <ul aria-labelledby="not-expressible" className="divide-y">
            {notExpressible.map(({ rule, why }) => (
              <li key={rule} className="py-1.5 break-words">
                <span className="font-mono">{rule}</span>: <span className="text-muted">{why}</span>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {notes.length > 0 ? (
        <div>
          <h3 id="answers-otherwise" className="font-semibold">
            Where it answers otherwise
          </h3>
          <ul aria-labelledby="answers-otherwise" className="list-disc pl-4 text-muted">
            {notes.map((note) => (
              <li key={note} className="break-words">
                {note}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      <DialogActions>
        <DialogCancel />
        {isEmpty ? null : (
          <Button look="primary" onClick={save}>
            Download the document
          </Button>
        )}
      </DialogActions>
    </>
  );
}

function reachOf({ document: { rules }, notExpressible }: ExportedRules): string {
  const all = rules.length + notExpressible.length;
  if (rules.length === 0)
    return 'json-rules-engine can say none of its rules, so there is nothing to download.';
  if (notExpressible.length === 0)
    return all === 1 ? 'Its rule is in it.' : `All of its ${all} rules are in it.`;
  return `${rules.length} of its ${all} rules ${rules.length === 1 ? 'is' : 'are'} in it.`;
}
