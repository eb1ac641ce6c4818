'use client';

import type { Role } from '@/lib/people/roles.schema';
import { RoutingHeader } from './routing-header';
import { UnroutedOwners } from './unrouted';
import { WhereForm } from './where-form';

/** “Where would this go?”, and whom to route next. */
export function WhereView({ role }: { role: Role }) {
  return (
    <>
      <RoutingHeader here="where" />
      <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-4">
        <div className="grid max-w-[1200px] gap-8 lg:grid-cols-2">
          <section aria-labelledby="where">
            <h2 id="where" className="mb-2 text-section font-semibold">
              Where would this go?
            </h2>
            <WhereForm />
          </section>
          <section aria-labelledby="unrouted">
            <h2 id="unrouted" className="mb-2 text-section font-semibold">
              Owners without a route of their own
            </h2>
            <UnroutedOwners mayChange={role === 'admin'} />
          </section>
        </div>
      </div>
    </>
  );
}
