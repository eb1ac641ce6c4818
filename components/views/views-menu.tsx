'use client';

import { BookmarkPlus, Check, Link2, Pencil, RotateCcw, Save, Trash2, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { MenuItem, MenuLabel, MenuLine } from '@/components/ui/menu';
import type { SavedView } from '@/lib/views/schema';
import type { OpenedView } from './opened';

/** What is asked for in a window over the list. */
export type ViewWindow = 'save' | 'edit' | 'remove' | null;

type ViewsMenuProps = {
  views: SavedView[] | undefined;
  error: Error | null;
  opened: OpenedView;
  onOpen: (view: SavedView) => void;
  onUpdate: () => void;
  onCopy: () => void;
  onAsk: (asked: ViewWindow) => void;
};

export function ViewsMenu({ views, error, opened, onOpen, ...deeds }: ViewsMenuProps) {
  const own = views?.filter(({ isOwn }) => isOwn) ?? [];
  const shared = views?.filter(({ isOwn }) => !isOwn) ?? [];
  return (
    <div className="max-h-[60dvh] w-[280px] max-w-[calc(100vw-32px)] overflow-y-auto">
      {views === undefined ? (
        <MenuLabel>{error ? 'The views could not be read.' : 'Reading…'}</MenuLabel>
      ) : null}
      {views?.length === 0 ? <MenuLabel>No views of this list yet</MenuLabel> : null}
      <Group label="Yours" views={own} openId={opened.view?.id} onOpen={onOpen} />
      <Group label="Shared by others" views={shared} openId={opened.view?.id} onOpen={onOpen} />
      <MenuLine />
      {opened.view ? (
        <DeedsOfOpened view={opened.view} isChanged={opened.isChanged} {...deeds} onOpen={onOpen} />
      ) : null}
      <MenuItem onSelect={() => deeds.onAsk('save')}>
        <BookmarkPlus aria-hidden /> Save this view…
      </MenuItem>
    </div>
  );
}

type GroupProps = { label: string; views: SavedView[]; openId?: string; onOpen: (view: SavedView) => void };

function Group({ label, views, openId, onOpen }: GroupProps) {
  if (views.length === 0) return null;
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      {views.map((view) => (
        <MenuItem key={view.id} onSelect={() => onOpen(view)} aria-current={view.id === openId || undefined}>
          <Sign view={view} isOpen={view.id === openId} />
          <span className="min-w-0 flex-1 truncate">{view.name}</span>
          {view.isOwn ? null : <span className="max-w-24 truncate text-meta text-faint">{view.owner}</span>}
        </MenuItem>
      ))}
    </>
  );
}

function Sign({ view, isOpen }: { view: SavedView; isOpen: boolean }): ReactNode {
  if (isOpen) return <Check role="img" aria-label="open now" />;
  if (view.isOwn && view.isShared) return <Users role="img" aria-label="shared with everyone" />;
  return <span className="size-4" />;
}

type DeedsProps = Pick<ViewsMenuProps, 'onOpen' | 'onUpdate' | 'onCopy' | 'onAsk'> & {
  view: SavedView;
  isChanged: boolean;
};

function DeedsOfOpened({ view, isChanged, onOpen, onUpdate, onCopy, onAsk }: DeedsProps) {
  return (
    <>
      {isChanged && view.isOwn ? (
        <MenuItem onSelect={onUpdate}>
          <Save aria-hidden /> <span className="truncate">Update “{view.name}”</span>
        </MenuItem>
      ) : null}
      {isChanged ? (
        <MenuItem onSelect={() => onOpen(view)}>
          <RotateCcw aria-hidden /> Back to how it was saved
        </MenuItem>
      ) : null}
      <MenuItem onSelect={onCopy}>
        <Link2 aria-hidden /> Copy link
      </MenuItem>
      {view.isOwn ? (
        <MenuItem onSelect={() => onAsk('edit')}>
          <Pencil aria-hidden /> Rename or share…
        </MenuItem>
      ) : null}
      {view.mayRemove ? (
        <MenuItem onSelect={() => onAsk('remove')}>
          <Trash2 aria-hidden /> Delete…
        </MenuItem>
      ) : null}
    </>
  );
}
