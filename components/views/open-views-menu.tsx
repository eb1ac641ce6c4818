'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Menu } from '@/components/ui/menu';
import { hrefOfView, type ViewArea } from '@/lib/views/link.schema';
import type { SavedView } from '@/lib/views/schema';
import { CopiedNote, useCopiedLink } from './copied-link';
import type { OpenedView } from './opened';
import { changeView, viewsQuery } from './queries';
import { RemoveView } from './remove-view';
import { ViewForm } from './view-form';
import { ViewsButton } from './views-button';
import { ViewsMenu, type ViewWindow } from './views-menu';

type OpenViewsMenuProps = { area: ViewArea; opened: OpenedView };

/** The menu, opened as it comes, and the windows that its items lead to. */
export function OpenViewsMenu({ area, opened }: OpenViewsMenuProps) {
  const router = useRouter();
  const client = useQueryClient();
  const views = useQuery(viewsQuery(area));
  const update = useMutation(changeView(client));
  const copied = useCopiedLink();
  const [asked, setAsked] = useState<ViewWindow>(null);
  const { view, search } = opened;
  const close = () => setAsked(null);
  const kept = ({ id }: SavedView) => {
    opened.open(id);
    close();
  };
  return (
    <>
      <CopiedNote note={copied.note ?? update.error?.message ?? null} />
      <Menu isOpenAtFirst align="end" trigger={<ViewsButton opened={opened} />}>
        <ViewsMenu
          views={views.data}
          error={views.error}
          opened={opened}
          onOpen={(one) => router.push(hrefOfView(one))}
          onUpdate={() => view && update.mutate({ id: view.id, search })}
          onCopy={() => view && void copied.copy(view)}
          onAsk={setAsked}
        />
      </Menu>
      {asked === 'save' ? <ViewForm area={area} search={search} onSaved={kept} onClose={close} /> : null}
      {asked === 'edit' && view ? (
        <ViewForm area={area} search={search} view={view} onSaved={close} onClose={close} />
      ) : null}
      {asked === 'remove' && view ? (
        <RemoveView
          view={view}
          onClose={close}
          onRemoved={() => {
            opened.open(null);
            close();
          }}
        />
      ) : null}
    </>
  );
}
