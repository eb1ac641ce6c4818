import { readBacktestContract } from '@/lib/contracts/backtests';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readBacktest } from '@/lib/recommendations/backtest/data';

export const GET = route(readBacktestContract, ({ input }) => readBacktest(database(), input));
