'use client';

import dynamic from 'next/dynamic';
import { Button } from '@/components/ui/button';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import { isUnsaved } from './draft-state';
import { PublishForm } from './publish-form';
import type { DraftInHand } from './use-draft';
import type { Validation } from './use-validation';

const WideWindow = dynamic(() => import('./wide-window'), { ssr: false });

type PublishDialogProps = {
  set: RuleSetPage;
  draft: DraftInHand;
  validation: Validation;
  isPublishing: boolean;
  setIsPublishing: (isPublishing: boolean) => void;
  publish: () => Promise<void>;
  onOpen: (draft: number | null) => Promise<void>;
};

/** The button, and the window in which a draft becomes the next version. */
export function PublishDialog(props: PublishDialogProps) {
  const { set, draft, validation, isPublishing, setIsPublishing, publish, onOpen } = props;
  const isInHand = draft.state.kept.number !== null || isUnsaved(draft.state);
  const next = (set.current?.version ?? 0) + 1;
  return (
    <>
      <Button look="primary" disabled={!isInHand} aria-haspopup="dialog" onClick={() => void publish()}>
        Publish…
      </Button>
      {isPublishing ? (
        <WideWindow title={`Publish version ${next} of ${set.title}`} onClose={() => setIsPublishing(false)}>
          <PublishForm
            {...{ set, draft, validation }}
            onCancel={() => setIsPublishing(false)}
            onDone={() => {
              setIsPublishing(false);
              void onOpen(0);
            }}
          />
        </WideWindow>
      ) : null}
    </>
  );
}
