import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { insertConnection } from '@/lib/connections/data';
import { database, pool, transaction } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import type { DeliveryKind } from '@/lib/deliveries/schema';
import { claimShippedSet, publishVersion } from '@/lib/rules/data';
import { parseRuleSet } from '@/lib/rules/parse';

/** What tests of the catalogue are built from: a library in a schema of its own, a sender, a definition, deliveries. */
export type World = { senderId: string; libraryId: string; definitionId: string; table: string };

const NO_RULES = '';

export const definitionYaml = ({
  table,
  quality = NO_RULES,
  more = '',
}: {
  table: string;
  quality?: string;
  more?: string;
}) => `
sync: fragrances-${table.split('.')[0]}
source: CMS of ${table}
key: fragrance_id
target: { connection: Library of ${table}, table: ${table}, key: fragrance_id }
fields:
  name: { type: text, trim: true }
  description: { type: text }
  cost: { type: number }
  forbidden: { type: boolean, default: false }
quality: [${quality}]
${more}
`;

/** A library with so many fragrances, a sender and a definition that is switched on. */
export async function makeWorld(
  given: { rows?: number; quality?: string; more?: string; yaml?: (table: string) => string } = {},
): Promise<World> {
  const { rows = 3, yaml = (table: string) => definitionYaml({ table, ...given }) } = given;
  const schema = `library${randomBytes(4).toString('hex')}`;
  const table = `${schema}.fragrances`;
  await pool().query(`
    CREATE SCHEMA ${schema};
    CREATE TABLE ${table} (fragrance_id serial PRIMARY KEY, name varchar(150), description varchar(1024), cost numeric,
      forbidden boolean);
    INSERT INTO ${table} (name, description, cost, forbidden)
      SELECT 'Fragrance ' || n, 'Smells of ' || n, n * 10, false FROM generate_series(1, ${rows}) n`);
  const libraryId = await makeConnection('library', `Library of ${table}`, libraryUrl());
  const senderId = await makeConnection('cms', `CMS of ${table}`, 'http://127.0.0.1:9090');
  const { id: definitionId } = await database().syncDefinition.create({
    data: {
      slug: `fragrances-${schema}`,
      title: 'Fragrances',
      senderId,
      libraryId,
      version: 1,
      versions: {
        create: { version: 1, yaml: yaml(table), note: 'first', savedAt: new Date(), savedBy: 'test' },
      },
    },
  });
  return { senderId, libraryId, definitionId, table };
}

export function libraryUrl(port?: number): string {
  const url = new URL(env().DATABASE_URL);
  return `postgresql://${url.hostname}:${port ?? url.port}${url.pathname}`;
}

async function makeConnection(kind: 'cms' | 'library', name: string, baseUrl: string): Promise<string> {
  const { username, password } = new URL(env().DATABASE_URL);
  const id = randomUUID();
  const account = decodeURIComponent(username) || 'postgres';
  const secret = decodeURIComponent(password) || 'none';
  await transaction((tx) => insertConnection(tx, { id, kind, name, baseUrl, account, secret }));
  return id;
}

/** Publishes a rule set of the domain quality. */
export async function publishQuality(yaml: string): Promise<void> {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.errors));
  const { ruleset: slug } = parsed.set;
  const set = {
    slug,
    title: slug,
    domain: 'quality',
    yaml,
    checksum: createHash('sha256').update(yaml).digest('hex'),
  };
  await transaction(async (tx) => {
    const { id, currentVersion } = await claimShippedSet(tx, set);
    const next = {
      ruleSetId: id,
      version: currentVersion + 1,
      publishedBy: 'test',
      publishedAt: new Date(),
      note: '',
    };
    await publishVersion(tx, set, next);
  });
}

type Body = Record<string, unknown> | string;
type Given = { kind?: DeliveryKind; receivedAt?: Date; originId?: string };

/** Stores deliveries as intake does, in the order given, and answers with their ids. */
export async function deliver(
  { senderId }: Pick<World, 'senderId'>,
  bodies: readonly { key: string | number; body: Body }[],
  { kind = 'webhook', receivedAt = new Date(), originId }: Given = {},
): Promise<string[]> {
  const ids: string[] = [];
  for (const { key, body } of bodies) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { rows } = await pool().query<{ id: string }>(
      `WITH place AS (
         INSERT INTO delivery_keys (sender_id, key, last_seq) VALUES ($1, $2, 1)
         ON CONFLICT (sender_id, key) DO UPDATE SET last_seq = delivery_keys.last_seq + 1
         RETURNING last_seq, blocked_by)
       INSERT INTO deliveries (sender_id, kind, key, seq, received_at, body, size, sha256, headers, state, origin_id)
       SELECT $1, $3::"DeliveryKind", $2, last_seq, $4, $5::bytea, octet_length($5::bytea), encode(sha256($5::bytea), 'hex'), '{}',
         (CASE WHEN blocked_by IS NULL THEN 'pending' ELSE 'waiting' END)::"DeliveryState", $6
       FROM place RETURNING id`,
      [senderId, String(key), kind, receivedAt, Buffer.from(text), originId ?? null],
    );
    ids.push(rows[0]?.id ?? '');
  }
  return ids;
}

/** A change of one fragrance, as the CMS posts it. */
export const change = (key: number, fields: Record<string, unknown>) => ({
  key,
  body: { fragrance_id: key, ...fields },
});

type LibraryRow = {
  name: string | null;
  description: string | null;
  cost: string | null;
  forbidden: boolean | null;
};

export async function libraryRow({ table }: World, key: number): Promise<LibraryRow | undefined> {
  const { rows } = await pool().query<LibraryRow>(
    `SELECT name, description, cost::text, forbidden FROM ${table} WHERE fragrance_id = $1`,
    [key],
  );
  return rows[0];
}

export async function deliveryOf(id: string) {
  return database().delivery.findUniqueOrThrow({ where: { id: BigInt(id) } });
}

export async function holdsOf({ definitionId }: World) {
  return database().quarantinedChange.findMany({ where: { definitionId }, orderBy: { id: 'asc' } });
}

export async function recordOf({ definitionId }: World, key: string) {
  return database().catalogRecord.findUniqueOrThrow({ where: { definitionId_key: { definitionId, key } } });
}
