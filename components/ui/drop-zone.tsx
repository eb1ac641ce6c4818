import clsx from 'clsx';
import { Upload } from 'lucide-react';
import { type ReactNode, useState } from 'react';

type DropZoneProps = {
  title: string;
  hint: ReactNode;
  accept: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: FileList | null) => void;
};

/** Where files are dropped or chosen, by the keyboard too. */
export function DropZone({
  title,
  hint,
  accept,
  multiple = false,
  disabled = false,
  onFiles,
}: DropZoneProps) {
  const [isOver, setIsOver] = useState(false);
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
        if (!disabled) onFiles(event.dataTransfer.files);
      }}
      className={clsx(
        'flex cursor-pointer flex-col items-center gap-1 rounded-base border border-dashed border-line-strong p-6 text-center',
        'hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isOver && 'bg-accent-soft',
      )}
    >
      <Upload aria-hidden className="size-5 text-faint" />
      <span className="font-semibold">{title}</span>
      <span className="text-meta text-faint">{hint}</span>
      <input
        type="file"
        disabled={disabled}
        multiple={multiple}
        accept={accept}
        onChange={(event) => {
          onFiles(event.target.files);
          event.target.value = '';
        }}
        className="sr-only"
      />
    </label>
  );
}
