'use client';

import clsx from 'clsx';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input } from '@/components/ui/field';

type ImportStartProps = {
  hasFolder: boolean; // the server has a folder that may be read
  isBusy: boolean;
  onFile: (upload: File) => void;
  onFolder: (folder: string) => void;
};

/** Where the files are: dropped, chosen, or in a folder on the server. */
export function ImportStart({ hasFolder, isBusy, onFile, onFolder }: ImportStartProps) {
  return (
    <div className="flex max-w-[640px] flex-col gap-4">
      <p className="text-muted">
        The files are compared with the rule sets that are here. Nothing is taken before you have seen what
        differs and chosen.
      </p>
      <DropZone isBusy={isBusy} onFile={onFile} />
      {hasFolder ? (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            onFolder(String(new FormData(event.currentTarget).get('folder')));
          }}
        >
          <Field
            label="Or a folder on the server"
            hint="Below IMPORT_DIR; leave it empty for that folder itself."
          >
            {(wiring) => <Input {...wiring} name="folder" maxLength={500} className="font-mono" />}
          </Field>
          <Button type="submit" disabled={isBusy} className="self-start">
            Compare the folder
          </Button>
        </form>
      ) : null}
    </div>
  );
}

function DropZone({ isBusy, onFile }: Pick<ImportStartProps, 'isBusy' | 'onFile'>) {
  const [isOver, setIsOver] = useState(false);
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file && !isBusy) onFile(file);
  };
  return (
    <label
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        take(event.dataTransfer.files);
      }}
      className={clsx(
        'flex cursor-pointer flex-col items-center gap-1 rounded-base border border-dashed border-line-strong p-6 text-center',
        'hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isOver && 'bg-accent-soft',
      )}
    >
      <Upload aria-hidden className="size-5 text-faint" />
      <span className="font-semibold">{isBusy ? 'Comparing…' : 'Drop an archive here, or choose one'}</span>
      <span className="text-meta text-faint">A folder of rules as .tar.gz or .zip, or one .yaml file</span>
      <input
        type="file"
        disabled={isBusy}
        accept=".tar.gz,.tgz,.gz,.tar,.zip,.yaml,.yml"
        onChange={(event) => {
          take(event.target.files);
          event.target.value = '';
        }}
        className="sr-only"
      />
    </label>
  );
}
