'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { Problem } from '@/components/ui/problem';
import { PanelSkeleton } from '@/components/ui/skeleton';
import type { Role } from '@/lib/people/roles.schema';
import { startOf } from './draft-state';
import { ruleSetQuery } from './queries';
import { ruleSetUrl } from './url';
import { Workbench } from './workbench';

type RuleSetEditorProps = { slug: string; role: Role };

/** A set's page. Another draft is another workbench: nothing of the one before stays in it. */
export function RuleSetEditor({ slug, role }: RuleSetEditorProps) {
  const set = useQuery(ruleSetQuery(slug));
  const [url, setUrl] = useQueryStates(ruleSetUrl);
  const [opened, setOpened] = useState(0);
  if (set.error && !set.data) return <Problem error={set.error} onRetry={() => void set.refetch()} />;
  if (!set.data) return <PanelSkeleton />;
  const open = async (draft: number | null) => {
    await set.refetch(); // so that the draft which was just made is there
    await setUrl({ draft, from: null, to: null });
    setOpened((before) => before + 1);
  };
  return (
    <Workbench
      key={opened}
      set={set.data}
      start={startOf(set.data, url.draft)}
      mayEdit={role !== 'viewer'}
      url={url}
      setUrl={setUrl}
      onOpen={open}
    />
  );
}
