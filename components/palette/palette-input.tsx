import { Command } from 'cmdk';
import { LoaderCircle, Search, X } from 'lucide-react';
import { Button } from '@/components/ui/button';

type PaletteInputProps = {
  text: string;
  onText: (text: string) => void;
  isAsking: boolean;
  onClose: () => void;
};

/** What is looked for, at the palette's head. */
export function PaletteInput({ text, onText, isAsking, onClose }: PaletteInputProps) {
  const Icon = isAsking ? LoaderCircle : Search;
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-b px-4 max-sm:pr-2">
      <Icon aria-hidden className={isAsking ? 'size-4 animate-spin text-faint' : 'size-4 text-faint'} />
      <Command.Input
        autoFocus
        value={text}
        onValueChange={onText}
        maxLength={100}
        aria-label="Search pages, records and actions"
        placeholder="A page, a resource, a ticket’s key, something to do…"
        className="h-full min-w-0 flex-1 bg-transparent text-form outline-none placeholder:text-faint"
      />
      <Button look="quiet" isIcon aria-label="Close" className="sm:hidden" onClick={onClose}>
        <X aria-hidden />
      </Button>
    </div>
  );
}
