import type { JoinResource } from '@/lib/recommendations/joins/schema';
import { nameOf, placeOf } from './words';

/** A resource in two lines: its name, and where it is. */
export function ResourceLine({ label, resource }: { label: string; resource: JoinResource }) {
  return (
    <div className="min-w-0">
      <p className="break-all">
        <span className="text-muted">{label}</span> {nameOf(resource)}
      </p>
      <p className="break-all text-meta text-muted">
        {placeOf(resource)} · #{resource.id}
      </p>
    </div>
  );
}
