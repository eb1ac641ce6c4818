import { listViewsContract, saveViewContract } from '@/lib/contracts/views';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { saveView } from '@/lib/views/commands';
import { listViews } from '@/lib/views/data';

export const GET = route(listViewsContract, ({ input, actor }) => listViews(database(), actor, input));

export const POST = route(saveViewContract, ({ input, actor }) => saveView({ actor, ...input }));
