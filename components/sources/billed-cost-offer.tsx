'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import { changeSource, sourceQuery } from './queries';

/** The answer to a bill whose EffectiveCost is empty: the source takes BilledCost, and the file is sent again. */
export function BilledCostOffer({ sourceId, mayAct }: { sourceId: string; mayAct: boolean }) {
  const client = useQueryClient();
  const { data: source } = useQuery(sourceQuery(sourceId));
  const change = useMutation(changeSource(client));
  if (source?.config.effectiveCost === 'BilledCost') {
    return <Notice title="This source now uses BilledCost">Send the file again to import it.</Notice>;
  }
  if (!mayAct) return null;
  return (
    <Notice
      look="amber"
      title="Use BilledCost for this source?"
      actions={
        <Button
          look="primary"
          disabled={change.isPending}
          onClick={() => change.mutate({ id: sourceId, config: { effectiveCost: 'BilledCost' } })}
        >
          Use BilledCost
        </Button>
      }
    >
      Costs are then those of the invoice: commitments are not spread over what uses them.
      {change.error ? <Problem error={change.error} /> : null}
    </Notice>
  );
}
