'use client';

import { PageLinks } from '@/components/ui/page-links';
import { PageHeader } from '@/components/ui/section';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { ByHand } from './by-hand';
import { JoinsList } from './joins-list';
import { Suggestions } from './suggestions';

const PAGES = [
  { id: 'sources', href: '/sources', name: 'Sources' },
  { id: 'duplicates', href: '/sources/duplicates', name: 'Duplicate resources' },
] as const;

/** Resources that are one under two ids: what is suggested, what was joined, and joining by hand. */
export function DuplicatesView({ role }: { role: Role }) {
  const isOperator = mayAct(role, 'operator');
  return (
    <>
      <PageHeader
        title="Duplicate resources"
        summary={<PageLinks label="Pages of sources" pages={PAGES} here="duplicates" />}
      />
      <div className="w-full max-w-4xl overflow-y-auto px-4 pb-8">
        <Suggestions mayAct={isOperator} />
        {isOperator ? <ByHand /> : null}
        <JoinsList mayAct={isOperator} />
      </div>
    </>
  );
}
