import { Prisma } from '@/prisma/generated/client';

/**
 * What of a charge `c` falls into [from, through), by hours: its EffectiveCost exactly where it lies within, else
 * rounded to ten places, so that the sum of rows is the sum that is shown. A charge without length is of its day.
 */
export function costWithin(from: Prisma.Sql, through: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`CASE
    WHEN c.charge_start >= ${from} AND c.charge_start < ${through} AND c.charge_end <= ${through} THEN c.effective_cost
    WHEN NOT ${touches(from, through)} THEN 0
    ELSE round(c.effective_cost * extract(epoch FROM LEAST(c.charge_end, ${through}) - GREATEST(c.charge_start, ${from}))
      / extract(epoch FROM c.charge_end - c.charge_start), 10) END`;
}

/** Whether a charge has a part in [from, through). */
export function touches(from: Prisma.Sql, through: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(c.charge_start < ${through} AND (c.charge_end > ${from} OR c.charge_start >= ${from}))`;
}
