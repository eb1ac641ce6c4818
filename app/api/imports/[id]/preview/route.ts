import { previewChangeContract } from '@/lib/contracts/sources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { previewChange } from '@/lib/recommendations/change-preview';
import { previewedChange } from '@/lib/sources/preview.schema';

export const GET = route(previewChangeContract, ({ input: { id: importId, change, deliveryId } }) =>
  previewChange(database(), previewedChange.parse({ importId, change, deliveryId }), new Date()),
);
