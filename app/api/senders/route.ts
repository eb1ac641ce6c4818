import { createSenderContract, listSendersContract } from '@/lib/contracts/deliveries';
import { database } from '@/lib/core/db';
import { createSender } from '@/lib/deliveries/senders.commands';
import { listSenders } from '@/lib/deliveries/senders.data';
import { route } from '@/lib/http';

export const GET = route(listSendersContract, async () => ({
  items: await listSenders(database(), new Date()),
}));

export const POST = route(createSenderContract, ({ input, actor }) => createSender({ actor, ...input }));
