import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Ago } from '@/components/ui/time';
import type { scopeOf } from './scope';

type NoDriftProps = { isFiltered: boolean; scope: ReturnType<typeof scopeOf> };

export function NoDrift({ isFiltered, scope }: NoDriftProps) {
  const { definitions, inSync, scannedAt } = scope;
  if (isFiltered) return <EmptyState title="No record fits the filter" />;
  if (definitions.length === 0) {
    return (
      <EmptyState
        title="No sync yet"
        action={
          <Button asChild>
            <Link href="/syncs">To the syncs</Link>
          </Button>
        }
      >
        A sync says which table of the library is kept true, and from which CMS.
      </EmptyState>
    );
  }
  if (scannedAt === null) {
    return (
      <EmptyState title="Not scanned yet">A scan compares every row with what it should hold.</EmptyState>
    );
  }
  return (
    <EmptyState
      title={
        <>
          In sync, scanned <Ago at={scannedAt} />
        </>
      }
    >
      {inSync.toLocaleString('en-US')} records hold what they should.
    </EmptyState>
  );
}
