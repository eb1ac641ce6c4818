import type pg from 'pg';
import { enableDefinition, saveDefinition } from '@/lib/catalog/definitions.commands';
import { createConnection } from '@/lib/connections/commands';
import { database } from '@/lib/core/db';
import { createSender } from '@/lib/deliveries/senders.commands';
import { systemActor } from '@/lib/people/schema';
import { createRuleSet, publishDraft } from '@/lib/rules/editing/commands';
import { POISON_COST, RULES, type Values } from './oracle';

const actor = systemActor('campaign');

const SYNC = `sync: campaign
source: Campaign CMS
key: fragrance_id
target: { connection: Campaign library, table: public.fragrances, key: fragrance_id }
fields: { name: {}, description: {}, cost: {}, forbidden: {} }
quality: [campaign]
`;

export type World = { senderId: string; definitionId: string; path: string };

/** What a record is before anything is posted about it. */
export const beginning = (key: number): Values => ({
  name: `Fragrance ${key}`,
  description: `Smells of ${key}`,
  cost: key,
  forbidden: false,
});

/** A library with so many records, a sender, the rules and a sync that is switched on. */
export async function prepare(
  library: pg.Client,
  { records, url, port }: { records: number; url: URL; port: number },
): Promise<World> {
  await library.query(`CREATE TABLE fragrances (fragrance_id serial PRIMARY KEY, name varchar(150),
    description varchar(1024), cost numeric CHECK (cost <> ${POISON_COST}), forbidden boolean)`);
  await library.query(
    `INSERT INTO fragrances SELECT i, 'Fragrance ' || i, 'Smells of ' || i, i + (i = ${POISON_COST})::int, false
       FROM generate_series(1, $1) i`,
    [records],
  );
  await createConnection({
    actor,
    kind: 'library',
    name: 'Campaign library',
    baseUrl: `postgresql://127.0.0.1:${port}${url.pathname}`,
    account: decodeURIComponent(url.username),
    secret: decodeURIComponent(url.password) || 'none',
  });
  const sender = { name: 'Campaign CMS', baseUrl: 'http://127.0.0.1:9090', keyField: 'fragrance_id' };
  const { connectionId: senderId, endpoint } = await createSender({ actor, ...sender });
  const { slug, draft } = await createRuleSet({ actor, yaml: RULES });
  const { number, revision } = draft;
  await publishDraft({ actor, slug, number, revision, note: 'for the campaign' });
  await saveDefinition({ actor, slug: 'campaign', yaml: SYNC, baseVersion: 0, note: 'for the campaign' });
  await enableDefinition({ actor, slug: 'campaign', enabled: true });
  const { id: definitionId } = await database().syncDefinition.findUniqueOrThrow({
    where: { slug: 'campaign' },
  });
  const { pathname, search } = new URL(endpoint);
  return { senderId, definitionId, path: `${pathname}${search}` };
}
