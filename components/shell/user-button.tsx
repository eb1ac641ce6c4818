import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { Viewer } from '@/lib/people/schema';

type UserButtonProps = Omit<ComponentProps<'button'>, 'className'> & { viewer: Viewer };

/** Who is signed in; opens the menu of what is theirs. */
export function UserButton({ viewer, ...rest }: UserButtonProps) {
  return (
    <button
      type="button"
      aria-haspopup="menu"
      {...rest}
      className="flex w-full items-center gap-2 rounded-base px-2 py-1 text-left hover:bg-hover"
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate">
          <span className="sr-only">Account of </span>
          {viewer.name}
        </span>
        <span className="block truncate text-meta text-faint">{viewer.role}</span>
      </span>
      <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-faint" />
    </button>
  );
}
