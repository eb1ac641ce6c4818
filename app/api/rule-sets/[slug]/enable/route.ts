import { enableRuleSetContract } from '@/lib/contracts/rules';
import { route } from '@/lib/http';
import { setEnabled } from '@/lib/rules/editing/commands';

export const POST = route(enableRuleSetContract, ({ input, actor }) =>
  setEnabled({ ...input, actor, enabled: true }),
);
