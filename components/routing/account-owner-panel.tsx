'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { Section } from '@/components/ui/section';
import { PanelSkeleton } from '@/components/ui/skeleton';
import { AccountOwnerForm } from './account-owner-form';
import { accountOwnerQuery, removeAccountOwner } from './queries';

type AccountOwnerPanelProps = { id: string; mayChange: boolean; onRemoved: () => void };

export function AccountOwnerPanel({ id, mayChange, onRemoved }: AccountOwnerPanelProps) {
  const { data: known, error, refetch } = useQuery(accountOwnerQuery(id));
  const remove = useMutation(removeAccountOwner(useQueryClient()));
  if (known === undefined) {
    return error ? <Problem error={error} onRetry={() => void refetch()} /> : <PanelSkeleton />;
  }
  if (known === null) return <Notice title="This account has no owner">It was removed meanwhile.</Notice>;
  return (
    <>
      <h1 className="break-words font-mono text-title font-semibold">{known.account}</h1>
      <p className="mt-1 text-muted">
        {known.provider}; what carries no owner tag there belongs to {known.owner}.
      </p>
      {mayChange ? (
        <>
          <Section title="Owner">
            <AccountOwnerForm known={known} onSaved={() => undefined} />
          </Section>
          <Section title="Remove">
            <p className="mb-2 text-muted">
              From the next generation on, what carries no owner tag there belongs to nobody.
            </p>
            {remove.error ? <Problem error={remove.error} /> : null}
            <Button
              look="danger"
              disabled={remove.isPending}
              onClick={() => remove.mutate(known, { onSuccess: onRemoved })}
            >
              <Trash2 aria-hidden /> Remove the owner
            </Button>
          </Section>
        </>
      ) : null}
    </>
  );
}
