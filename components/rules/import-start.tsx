'use client';

import { Button } from '@/components/ui/button';
import { DropZone } from '@/components/ui/drop-zone';
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
      <DropZone
        title={isBusy ? 'Comparing…' : 'Drop an archive here, or choose one'}
        hint="A folder of rules as .tar.gz or .zip, or one .yaml file"
        accept=".tar.gz,.tgz,.gz,.tar,.zip,.yaml,.yml"
        disabled={isBusy}
        onFiles={(files) => {
          if (files?.[0]) onFile(files[0]);
        }}
      />
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
