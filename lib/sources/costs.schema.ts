import { z } from 'zod';
import { cleared, listInput, moment, pageOf } from '@/lib/core/list';
import { chargeView, totalChargesInput } from './views.schema';

/** The charges of every bill: what cost figures are the sums of. Charges of one resource: views.schema. */

const yesNo = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

const costsFilter = z.object({
  isSettled: cleared(yesNo).describe(
    'only the 30 settled days of each source’s newest snapshot, as the cost of 30 days counts them',
  ),
  from: cleared(moment).describe('what falls into the days from then on; of a longer charge its part'),
  to: cleared(moment).describe('what falls into the days before it; of a longer charge its part'),
  billingPeriod: cleared(z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month as 2026-11')).describe(
    'the month that it was billed in, as invoices count',
  ),
  source: cleared(z.uuid()),
  provider: cleared(z.string().max(100)),
  account: cleared(z.string().max(300)),
  service: cleared(z.string().max(300)),
  category: totalChargesInput.shape.category,
  class: totalChargesInput.shape.class,
  currency: cleared(z.string().max(10)),
});

/** Sorts: cost, start, billed, account, service. */
export const listCostsInput = listInput.extend(costsFilter.shape);
export type ListCostsInput = z.infer<typeof listCostsInput>;

export const totalCostsInput = costsFilter.extend({ q: listInput.shape.q });
export type TotalCostsInput = z.infer<typeof totalCostsInput>;

/** A charge, with what of it falls into the days that were asked for. */
export const costView = chargeView.omit({ isCurrent: true }).extend({
  cost: z.string(), // of EffectiveCost, by charge period: exact, or rounded to ten places where a charge is split
  provider: z.string(),
  resourceId: z.string().nullable(),
  resourceName: z.string().nullable(),
  sourceId: z.string(),
});
export type CostView = z.infer<typeof costView>;
export const costPage = pageOf(costView);

const sums = z.object({
  currency: z.string(),
  rows: z.number(),
  cost: z.string(), // by charge period
  billedCost: z.string(), // of the same charges, whole: by billing period, as on invoices
  listCost: z.string().nullable(), // of the charges that have one; null: none has
});

export const costTotals = z.object({ items: z.array(sums) });
export type CostTotals = z.infer<typeof costTotals>;

export const COST_GROUPS = ['provider', 'account', 'service', 'category', 'billingPeriod', 'source'] as const;
export type CostGroup = (typeof COST_GROUPS)[number];
export const groupCostsInput = totalCostsInput.extend({ by: z.enum(COST_GROUPS) });
export type GroupCostsInput = z.infer<typeof groupCostsInput>;
export const costGroups = z.object({
  items: z.array(sums.extend({ value: z.string().nullable(), label: z.string() })), // the largest cost first, 200 at most
});
export type CostGroups = z.infer<typeof costGroups>;
