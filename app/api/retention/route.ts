import { readRetentionContract, setRetentionContract } from '@/lib/contracts/retention';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { purges } from '@/lib/jobs';
import { setRetention } from '@/lib/retention/commands';
import { readRetention } from '@/lib/retention/data';

export const GET = route(readRetentionContract, async () => ({
  items: await readRetention(database(), purges, new Date()),
}));

export const PUT = route(setRetentionContract, ({ input, actor }) => setRetention({ actor, ...input }));
