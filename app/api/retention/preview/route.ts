import { previewRetentionContract } from '@/lib/contracts/retention';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { purges } from '@/lib/jobs';
import { beforeOf } from '@/lib/retention/data';

export const GET = route(previewRetentionContract, ({ input: { kind, keepDays } }) =>
  purges[kind].count(database(), beforeOf(keepDays, new Date())),
);
