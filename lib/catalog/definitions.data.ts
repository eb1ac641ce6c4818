import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { type CompiledVersion, compileVersion, currentVersions } from '@/lib/rules/data';
import { parseDefinition, type SyncDefinition } from './definition';
import type { QualitySet } from './sync';

/** A definition as it is in force. */
export type DefinitionInForce = {
  id: string;
  slug: string;
  senderId: string;
  libraryId: string;
  version: number;
  yaml: string;
  enabled: boolean;
  baselineAt: Date | null;
};

/** The one that is switched on for a sender. */
export async function definitionOfSender(
  reader: Reader,
  senderId: string,
): Promise<DefinitionInForce | null> {
  return found(reader, { senderId, enabled: true });
}

/** Throws `not_found`. */
export async function definitionById(reader: Reader, id: string): Promise<DefinitionInForce> {
  const definition = await found(reader, { id });
  if (!definition) throw new AppError('not_found', 'there is no such sync definition');
  return definition;
}

async function found(
  reader: Reader,
  where: { id?: string; senderId?: string; enabled?: boolean },
): Promise<DefinitionInForce | null> {
  const row = await reader.syncDefinition.findFirst({ where });
  if (!row) return null;
  const { yaml } = await reader.syncDefinitionVersion.findUniqueOrThrow({
    where: { definitionId_version: { definitionId: row.id, version: row.version } },
    select: { yaml: true },
  });
  const { id, slug, senderId, libraryId, version, enabled, baselineAt } = row;
  return { id, slug, senderId, libraryId, version, yaml, enabled, baselineAt };
}

/** The text in force, which was checked when it was saved. Throws `internal` when it cannot be read all the same. */
export function readDefinitionText({ slug, version, yaml }: DefinitionInForce): SyncDefinition {
  const result = parseDefinition(yaml);
  if (result.ok) return result.parsed.definition;
  throw new AppError('internal', `version ${version} of the sync ${slug} cannot be read`, {
    errors: result.errors,
  });
}

const compiled = new Map<string, CompiledVersion>();
const MOST_COMPILED = 200;

/** The rule sets of these names that are switched on, in the order of the names. */
export async function qualitySets(reader: Reader, slugs: readonly string[]): Promise<QualitySet[]> {
  if (slugs.length === 0) return [];
  const versions = await currentVersions(reader, ['quality']);
  return slugs.flatMap((slug) => {
    const row = versions.find((version) => version.slug === slug);
    if (!row) return [];
    if (compiled.size > MOST_COMPILED) compiled.clear();
    const known = compiled.get(row.versionId) ?? compileVersion(row);
    compiled.set(row.versionId, known);
    return [{ slug, compiled: known.compiled }];
  });
}

export type EnabledDefinition = { id: string; slug: string; sender: { id: string; name: string } };

/** The syncs that are switched on. */
export async function enabledDefinitions(reader: Reader): Promise<EnabledDefinition[]> {
  return reader.syncDefinition.findMany({
    where: { enabled: true },
    select: { id: true, slug: true, sender: { select: { id: true, name: true } } },
    orderBy: { slug: 'asc' },
  });
}

/** Senders that have deliveries to be worked on and a sync that is switched on. */
export async function sendersWithWork(reader: Reader): Promise<string[]> {
  const rows = await reader.$queryRaw<{ id: string }[]>`
    SELECT s.sender_id::text AS id FROM sync_definitions s
    WHERE s.enabled AND (s.baseline_at IS NULL OR EXISTS (
      SELECT FROM deliveries d WHERE d.state = 'pending' AND d.sender_id = s.sender_id))`;
  return rows.map(({ id }) => id);
}
