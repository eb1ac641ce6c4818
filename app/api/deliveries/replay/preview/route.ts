import { previewReplay } from '@/lib/catalog/preview';
import { previewReplayContract } from '@/lib/contracts/deliveries';
import { route } from '@/lib/http';

export const POST = route(previewReplayContract, ({ input }) => previewReplay(input));
