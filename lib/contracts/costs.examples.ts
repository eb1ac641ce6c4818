import type { CostTotals, CostView } from '@/lib/sources/costs.schema';
import { chargeExample } from './sources.examples';

const { isCurrent: _, ...charge } = chargeExample;

export const costExample: CostView = {
  ...charge,
  cost: '9.63072',
  provider: 'aws',
  resourceId: '96',
  resourceName: 'auth-instance-00022',
  sourceId: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09',
};

export const costSumsExample: CostTotals['items'][number] = {
  currency: 'USD',
  rows: 42180,
  cost: '72315.3482961',
  billedCost: '71002.1',
  listCost: '80114.45',
};
