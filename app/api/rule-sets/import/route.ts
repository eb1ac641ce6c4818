import { takeRuleFilesContract } from '@/lib/contracts/rule-files';
import { route } from '@/lib/http';
import { takeFilesWithinLimits } from '@/lib/recommendations/rule-files.commands';

export const POST = route(takeRuleFilesContract, ({ input, actor }) =>
  takeFilesWithinLimits({ ...input, actor }),
);
