import { requestBacktestContract } from '@/lib/contracts/backtests';
import { route } from '@/lib/http';
import { requestBacktest } from '@/lib/recommendations/backtest/commands';

export const POST = route(requestBacktestContract, ({ input, actor }) =>
  requestBacktest({ ...input, actor }),
);
