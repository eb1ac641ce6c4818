import { DAYS_PER_MONTH } from '@/lib/core/money';
import { Prisma } from '@/prisma/generated/client';

/**
 * What each headline figure is the sum of, over lineages `l` with their last recommendation `r` and their first one `f`:
 * Overview, the list's rows and its totals all add up these.
 */

/** In the place of what is excluded another lineage counts. */
export const COUNTED = Prisma.sql`l.excluded_by IS NULL`;

/** Of what was verified the bill says what was saved; what was resolved without a ticket is nobody's saving. */
export const IS_SAVING = Prisma.sql`l.status NOT IN ('verified', 'resolved')`;

export const REALISED = Prisma.sql`(l.verified_savings->>'cash')::numeric`;
export const IS_REALISED = Prisma.sql`l.status = 'verified' AND l.verified_savings IS NOT NULL AND ${COUNTED}`;

/** What stands to be lost is not counted as a saving. */
export const AT_STAKE = Prisma.sql`(r.details->>'atStake')::numeric`;
export const IS_AT_STAKE = Prisma.sql`l.status IN ('open', 'in_progress') AND l.monthly_savings IS NULL
  AND r.details->>'atStake' IS NOT NULL`;

const MONTH = Prisma.raw(DAYS_PER_MONTH);
export const IS_WAITING = Prisma.sql`l.status IN ('open', 'in_progress') AND l.counted_savings IS NOT NULL AND ${COUNTED}`;

/** What has been spent since it was first found: by whole days, so that a figure and its rows say the same all day. */
export function waitedFor(now: Date): Prisma.Sql {
  return Prisma.sql`round(l.counted_savings
    * GREATEST((${now}::timestamptz AT TIME ZONE 'UTC')::date - (f.created_at AT TIME ZONE 'UTC')::date, 0) / ${MONTH}, 6)`;
}
