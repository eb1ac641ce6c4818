import type { Column } from '@/components/ui/data-table';
import { State } from '@/components/ui/state';
import { Ago } from '@/components/ui/time';
import type { DeliveryView } from '@/lib/deliveries/schema';
import { KIND_WORDS, lookOf } from './states';

export const DELIVERY_COLUMNS: Column<DeliveryView>[] = [
  {
    id: 'receivedAt',
    header: 'Received',
    width: '8rem',
    sort: 'desc',
    narrow: 'age',
    cell: ({ receivedAt }) => <Ago at={receivedAt} />,
  },
  {
    id: 'senderName',
    header: 'Source',
    width: '12rem',
    from: 'mid',
    cell: ({ senderName, kind }) => (
      <span title={`${senderName}, ${KIND_WORDS[kind].toLowerCase()}`}>
        {senderName}
        {kind === 'webhook' ? null : <span className="text-faint"> {KIND_WORDS[kind].toLowerCase()}</span>}
      </span>
    ),
  },
  {
    id: 'key',
    header: 'Key',
    width: '9rem',
    narrow: 'what',
    isLink: true,
    cell: ({ key, fieldNames }) => (
      <>
        {key === null ? (
          <span className="text-muted">no key</span>
        ) : (
          <span className="font-mono text-meta">{key}</span>
        )}
        <span className="hidden font-normal text-muted @max-xl:inline"> {fieldNames.join(', ')}</span>
      </>
    ),
  },
  {
    id: 'fields',
    header: 'Fields',
    cell: ({ fieldNames }) => (
      <span title={fieldNames.join(', ')}>{fieldNames.length > 0 ? fieldNames.join(', ') : '–'}</span>
    ),
  },
  {
    id: 'outcome',
    header: 'Outcome',
    width: '12rem',
    narrow: 'state',
    cell: (delivery) => <State look={lookOf(delivery)} title={delivery.reason ?? undefined} />,
  },
  {
    id: 'attempts',
    header: 'Attempts',
    width: '6rem',
    align: 'right',
    narrow: 'money',
    cell: ({ attempts }) => (
      <span className="tabular-nums" title={`${attempts} attempts`}>
        {attempts}
      </span>
    ),
  },
];
