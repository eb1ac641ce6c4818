'use client';

import { useQuery } from '@tanstack/react-query';
import { waitingQuery } from '@/components/shell/queries';
import { Notice } from '@/components/ui/notice';

/** What stands above the runs when something waits for a person. */
export function RunsAttention() {
  const { data } = useQuery(waitingQuery());
  const { failed, stuck } = data?.runs ?? { failed: 0, stuck: 0 };
  if (failed === 0 && stuck === 0) return null;
  const words = [
    failed === 1
      ? 'The last run of one graph failed.'
      : failed > 1
        ? `The last runs of ${failed} graphs failed.`
        : '',
    stuck > 0 ? `${stuck} wait and no worker takes them: is one running?` : '',
  ];
  return (
    <div className="border-b bg-surface p-3">
      <Notice look={stuck > 0 ? 'amber' : 'red'} title={words.filter(Boolean).join(' ')} />
    </div>
  );
}
