'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { TextDiff } from '@/components/rules/lazy-diff';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { NoteForm } from '@/components/ui/note-form';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import { saveDefinition } from './queries';
import { slugIn } from './template';
import { hrefOfSync } from './url';
import type { Check } from './use-check';
import type { TextInHand } from './use-text';

type SaveDialogProps = {
  detail: DefinitionDetail | null;
  inHand: TextInHand;
  check: Check;
  isOpen: boolean;
  onTurn: (isOpen: boolean) => void;
  onSaved: () => void;
};

/** The button, and the window in which a text becomes the next version. */
export function SaveDialog({ detail, inHand, check, isOpen, onTurn, onSaved }: SaveDialogProps) {
  const router = useRouter();
  const save = useMutation(saveDefinition(useQueryClient()));
  const { text, base, saved } = inHand;
  const slug = detail?.slug ?? slugIn(text);
  const why = whyNot(detail, inHand, check, slug);
  const done = (made: DefinitionDetail) => {
    saved(made);
    onSaved();
    onTurn(false);
    if (detail === null) router.replace(hrefOfSync(made.slug));
  };
  return (
    <Dialog
      title={`Save version ${base.version + 1}`}
      open={isOpen}
      onOpenChange={(open) => {
        onTurn(open);
        save.reset();
      }}
      trigger={
        <Button look="primary" disabled={detail !== null && !inHand.isUnsaved}>
          Save…
        </Button>
      }
    >
      <NoteForm
        deed="Save"
        error={save.error}
        isPending={save.isPending}
        isBlocked={why !== null}
        onSubmit={(note) =>
          slug && save.mutate({ slug, yaml: text, baseVersion: base.version, note }, { onSuccess: done })
        }
      >
        {why ? <p className="text-warn">{why}</p> : null}
        {detail ? <TextDiff label="What changes" from={base.yaml} to={text} /> : null}
      </NoteForm>
    </Dialog>
  );
}

/** Why it cannot be saved as it stands; null when nothing stands against it. The server has the last word. */
function whyNot(
  detail: DefinitionDetail | null,
  { isUnsaved, isOvertaken }: TextInHand,
  { errors, isCurrent, error }: Check,
  slug: string | null,
): string | null {
  if (detail && !isUnsaved) return 'The text is the one that is saved: there is nothing to save.';
  if (isOvertaken) return 'A newer version was saved meanwhile: compare, and choose which one stays.';
  if (slug === null) return 'The text has no name: “sync:” wants words in lower case joined by “-”.';
  if (error && errors === null) return null; // it could not be checked here: the server says so when it is saved
  if (errors === null || !isCurrent) return 'The text is checked…';
  const [first] = errors;
  return first ? `The text has a problem at line ${first.line}: ${first.message}` : null;
}
