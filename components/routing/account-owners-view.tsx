'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog, DialogCancel } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar } from '@/components/ui/filter-bar';
import { type PanelUrl, usePanelUrl } from '@/components/ui/panel-url';
import { SplitView } from '@/components/ui/split-view';
import { UrlTable } from '@/components/ui/url-table';
import type { Role } from '@/lib/people/roles.schema';
import { AccountOwnerForm } from './account-owner-form';
import { AccountOwnerPanel } from './account-owner-panel';
import { ACCOUNT_OWNER_COLUMNS } from './columns';
import { accountOwnersQuery, exportAccountOwners } from './queries';
import { RoutingHeader } from './routing-header';
import { ACCOUNT_OWNERS_SORT, accountOwnersUrl } from './url';

export function AccountOwnersView({ role }: { role: Role }) {
  const url = usePanelUrl('/settings/routing/accounts');
  const mayChange = role === 'admin';
  return (
    <SplitView
      url={url}
      panelLabel="Account"
      list={<AccountOwnersList panel={url} mayChange={mayChange} />}
      panel={(id) => <AccountOwnerPanel id={id} mayChange={mayChange} onRemoved={url.close} />}
    />
  );
}

function AccountOwnersList({ panel, mayChange }: { panel: PanelUrl; mayChange: boolean }) {
  const [url, setUrl] = useQueryStates(accountOwnersUrl, { history: 'push' });
  const owners = useQuery(accountOwnersQuery(url));
  const add = mayChange ? <AddAccountOwner onAdded={panel.open} /> : null;
  return (
    <>
      <RoutingHeader here="accounts" actions={add} />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Account, provider or owner"
        isFiltered={url.q !== null}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportAccountOwners} filter={url} />}
      />
      <UrlTable
        label="Owners of accounts"
        list={owners}
        columns={() => ACCOUNT_OWNER_COLUMNS}
        panel={panel}
        url={url}
        setUrl={setUrl}
        defaultSort={ACCOUNT_OWNERS_SORT}
        empty={
          url.q === null ? (
            <EmptyState title="No account has an owner" action={add}>
              The owner of an account is asked where a resource carries no owner tag.
            </EmptyState>
          ) : (
            <EmptyState title="No account fits the filter" />
          )
        }
      />
    </>
  );
}

function AddAccountOwner({ onAdded }: { onAdded: (id: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog
      title="Say whose an account is"
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button look="primary">
          <Plus aria-hidden /> Add an account
        </Button>
      }
    >
      <AccountOwnerForm
        known={null}
        cancel={<DialogCancel />}
        onSaved={(id) => {
          setIsOpen(false);
          onAdded(id);
        }}
      />
    </Dialog>
  );
}
