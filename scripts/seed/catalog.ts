import { enableDefinition, saveDefinition } from '@/lib/catalog/definitions.commands';
import { createConnection, updateConnection } from '@/lib/connections/commands';
import { closeDatabase, database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { attachSender, createSender } from '@/lib/deliveries/senders.commands';
import { systemActor } from '@/lib/people/schema';
import type { Library } from './library';

/**
 * Gives the sandbox's company its CMS and its library: connections, the sender attached, and editors at work. Every start
 * attaches anew, for the CMS has forgotten us; what stands from an earlier start stays.
 */
const actor = systemActor('sandbox');
const SENDER = 'Sandbox CMS';
const LIBRARY = 'Library';

/** Somebody at the CMS changes something every one to three seconds. */
const PACE = { minMs: 1000, maxMs: 3000 };

export async function seedCatalog({ cmsUrl, library }: { cmsUrl: string; library: Library }): Promise<void> {
  try {
    await settleLibrary(library);
    const senderId = await settleSender(cmsUrl);
    await settleSync();
    await attachSender({ actor, senderId });
    await setPace(cmsUrl);
  } finally {
    await closeDatabase();
  }
}

/** The embedded server may have another port than at the last start. */
async function settleLibrary({ address, account, password }: Library): Promise<void> {
  const known = await database().connection.findUnique({ where: { name: LIBRARY } });
  if (known === null) {
    const own = { kind: 'library', name: LIBRARY, baseUrl: address, isSandbox: true } as const;
    await createConnection({ actor, ...own, account, secret: password });
  } else if (known.isSandbox && known.baseUrl !== address) {
    await updateConnection({ actor, connectionId: known.id, baseUrl: address, secret: password });
  }
}

async function settleSender(cmsUrl: string): Promise<string> {
  const known = await database().connection.findUnique({ where: { name: SENDER } });
  if (known) return known.id;
  const own = { name: SENDER, baseUrl: cmsUrl, keyField: 'fragrance_id', isSandbox: true };
  return (await createSender({ actor, ...own })).connectionId;
}

/** How the company keeps its library: what its quality rules say about, and whose word counts where both sides changed. */
const SYNC = `sync: fragrances
title: Fragrances
source: ${SENDER}
key: fragrance_id
target: { connection: ${LIBRARY}, table: public.fragrances, key: fragrance_id }
fields:
  name: { from: name, type: text, trim: true }
  description: { type: text }
  cost: { type: number }
  forbidden: { type: boolean, conflict: ask }
quality:
  - required-fields
  - text-too-long
  - changed-types
  - cost-jump
  - descriptions
  - names-in-doubt
  - flapping
  - unknown-fields
  - unknown-records
unique: [name]
tags: { owner: data }
auto_heal: false
`;

async function settleSync(): Promise<void> {
  const slug = 'fragrances';
  const known = await database().syncDefinition.findUnique({ where: { slug } });
  if (known) return;
  await saveDefinition({ actor, slug, yaml: SYNC, baseVersion: 0, note: 'As the company began' });
  await enableDefinition({ actor, slug, enabled: true });
}

async function setPace(cmsUrl: string): Promise<void> {
  const answer = await fetch(`${cmsUrl}/sandbox/pace`, { method: 'PUT', body: JSON.stringify(PACE) });
  if (!answer.ok) throw new AppError('internal', `the sandbox’s CMS answered ${answer.status} to its pace`);
}
