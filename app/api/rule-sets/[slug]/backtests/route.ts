import { listBacktestsContract } from '@/lib/contracts/backtests';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listBacktests } from '@/lib/recommendations/backtest/data';

export const GET = route(listBacktestsContract, ({ input }) => listBacktests(database(), input));
