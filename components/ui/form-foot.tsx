import type { ReactNode } from 'react';
import { Button } from './button';

type FormFootProps = { isNew: boolean; isSaved: boolean; isPending: boolean; cancel?: ReactNode };

/** The foot of a form that adds something or changes what is there, which stays and says that it was saved. */
export function FormFoot({ isNew, isSaved, isPending, cancel }: FormFootProps) {
  return (
    <div className="flex flex-wrap items-center justify-end gap-2">
      {isSaved && !isNew ? (
        <p role="status" className="mr-auto text-good">
          Saved
        </p>
      ) : null}
      {cancel}
      <Button type="submit" look="primary" disabled={isPending}>
        {isNew ? 'Add' : 'Save'}
      </Button>
    </div>
  );
}
