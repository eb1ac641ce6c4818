import { Bookmark, ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { Button } from '@/components/ui/button';
import type { OpenedView } from './opened';

type ViewsButtonProps = Omit<ComponentProps<typeof Button>, 'look'> & { opened: OpenedView };

/** Opens the views of a list; it is called as the one that the list was opened with. */
export function ViewsButton({ opened: { view, isChanged }, ...rest }: ViewsButtonProps) {
  const name = view?.name ?? 'Views';
  return (
    <Button
      look="quiet"
      aria-haspopup="menu"
      aria-label={view ? `Views: ${name}${isChanged ? ', changed' : ''}` : name}
      title={view ? `Saved by ${view.isOwn ? 'you' : view.owner}` : undefined}
      {...rest}
    >
      <Bookmark aria-hidden className={view ? 'fill-current' : undefined} />
      <span className="max-w-[180px] truncate">{name}</span>
      {isChanged ? <span className="font-normal text-faint">changed</span> : null}
      <ChevronDown aria-hidden />
    </Button>
  );
}
