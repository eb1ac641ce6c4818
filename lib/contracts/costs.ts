import { reads } from '@/lib/contract';
import * as costs from '@/lib/sources/costs.schema';
import * as examples from './costs.examples';

export const listCostsContract = reads(
  '/api/charges',
  'The charges of every bill that counts, each once: what the cost of 30 days is the sum of',
  {
    input: costs.listCostsInput,
    response: costs.costPage,
    csv: [
      'chargeStart',
      'chargeEnd',
      'provider',
      'account',
      'service',
      'resourceName',
      'meter',
      'sku',
      'description',
      'category',
      'class',
      'quantity',
      'unit',
      'cost',
      'effectiveCost',
      'billedCost',
      'listCost',
      'contractedCost',
      'currency',
      'billingAccount',
      'deliveredAt',
      'fileName',
      'line',
    ],
    example: {
      input: { isSettled: true, category: 'Usage', limit: 1 },
      response: { items: [examples.costExample], nextCursor: null },
    },
  },
);
export const readCostTotalsContract = reads(
  '/api/charges/totals',
  'What a filtered list of charges of every bill comes to, by currency',
  {
    input: costs.totalCostsInput,
    response: costs.costTotals,
    example: { input: { isSettled: true }, response: { items: [examples.costSumsExample] } },
  },
);
export const listCostGroupsContract = reads(
  '/api/charges/groups',
  'The same by provider, account, service, category, billing period or source, the dearest first',
  {
    input: costs.groupCostsInput,
    response: costs.costGroups,
    example: {
      input: { isSettled: true, by: 'account' },
      response: {
        items: [{ ...examples.costSumsExample, value: '411100000001', label: '411100000001' }],
      },
    },
  },
);
