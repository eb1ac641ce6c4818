import { previewArmingContract } from '@/lib/contracts/arming';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { previewArming } from '@/lib/recommendations/arming-preview.data';

export const GET = route(previewArmingContract, ({ input }) => previewArming(database(), input, new Date()));
