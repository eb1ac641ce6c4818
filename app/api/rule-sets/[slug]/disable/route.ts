import { disableRuleSetContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { setEnabled } from '@/lib/rules/editing/commands';

export const POST = route(disableRuleSetContract, ({ input, actor }) =>
  setEnabled({ ...input, actor, enabled: false }),
);
