import { z } from 'zod';

/** How the resources of inventories and of bills meet, and where they might but do not. */
const metResource = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
  kind: z.string().nullable(),
});
export type MetResource = z.infer<typeof metResource>;

const side = z.object({
  resources: z.number(),
  met: z.number(), // of these, those that the other side has too
  examples: z.array(metResource), // up to five that it has not
});

export const meeting = z.object({
  items: z.array(
    z.object({
      provider: z.string(),
      inventory: side, // what the newest inventories have
      bill: side, // what the newest bills charge, of the kinds that these inventories cover
      hints: z.array(
        z.object({
          kind: z.enum(['zeros', 'place']), // the account without its leading zeros; the same id in another region or zone
          resources: z.number(), // of the inventories, that this may concern
          examples: z.array(z.object({ inventory: metResource, bill: metResource })),
        }),
      ),
    }),
  ),
});
export type Meeting = z.infer<typeof meeting>;
