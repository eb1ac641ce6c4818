'use client';

import clsx from 'clsx';
import { type RefObject, useState } from 'react';
import { Field, Textarea } from '@/components/ui/field';

/** What the server takes of a document; a file beyond it is not even read. */
const MOST_KIB = 256;

type DocumentFieldProps = {
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
};

/** A text that is pasted, dropped as a file, or chosen. */
export function DocumentField({ area, text, onText }: DocumentFieldProps) {
  const [isOver, setIsOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const take = async (files: FileList | null) => {
    const file = files?.[0];
    if (!file) return;
    if (file.size > MOST_KIB * 1024) {
      setRefused(`${file.name} is larger than ${MOST_KIB} KiB, which is the most.`);
      return;
    }
    try {
      onText(await file.text());
      setRefused(null);
    } catch {
      setRefused(`${file.name} cannot be read.`); // a folder, or a file that is gone
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Files are dropped here; by keyboard they are chosen below.
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        void take(event.dataTransfer.files);
      }}
      className="flex flex-col gap-1"
    >
      <Field
        label="Document"
        hint="JSON or YAML: a rule, a list of rules, or “rules” with “conditions”. Paste it, or drop a file on it."
        error={refused}
      >
        {(wiring) => (
          <Textarea
            {...wiring}
            ref={area}
            required
            spellCheck={false}
            wrap="off"
            rows={8}
            value={text}
            onChange={(event) => {
              setRefused(null);
              onText(event.target.value);
            }}
            className={clsx('overflow-x-auto font-mono', isOver && 'bg-accent-soft')}
          />
        )}
      </Field>
      <label className="cursor-pointer self-start rounded-base text-accent hover:underline has-focus-visible:outline-2 has-focus-visible:outline-accent">
        Choose a file
        <input
          type="file"
          accept=".json,.yaml,.yml"
          onChange={(event) => {
            void take(event.target.files);
            event.target.value = '';
          }}
          className="sr-only"
        />
      </label>
    </div>
  );
}
