import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';

type ChooseFileProps = {
  accept: string;
  disabled?: boolean;
  onFile: (file: File) => void;
  children: ReactNode;
};

/** A button that asks for one file, by the keyboard too. */
export function ChooseFile({ accept, disabled = false, onFile, children }: ChooseFileProps) {
  return (
    <Button asChild look="plain">
      <label className="cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-accent has-disabled:opacity-50">
        {children}
        <input
          type="file"
          accept={accept}
          disabled={disabled}
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) onFile(file);
            event.target.value = '';
          }}
          className="sr-only"
        />
      </label>
    </Button>
  );
}
