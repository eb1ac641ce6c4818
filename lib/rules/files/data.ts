import type { Reader, Transaction } from '@/lib/core/db';
import { Prisma } from '@/prisma/generated/client';
import { SHIPPER } from '../data';
import type { Domain } from '../schema';

/** A version of a set as far as telling texts apart goes. */
export type KnownVersion = { version: number; checksum: string; isShipped: boolean };

/** A set as a file of its name is compared with it; `taken` is the file that was published last. */
export type KnownSet = {
  slug: string;
  title: string;
  currentVersion: number;
  current: string; // empty where nothing is published
  versions: KnownVersion[];
  drafts: { number: number; checksum: string }[];
  taken: { path: string; yaml: string; version: number } | null;
};

/** Every set there is, by its name. */
export async function knownSets(reader: Reader): Promise<Map<string, KnownSet>> {
  const rows = await reader.$queryRaw<KnownSet[]>`
    SELECT s.slug, s.title, s.current_version AS "currentVersion", COALESCE(v.yaml, '') AS current,
      (SELECT COALESCE(jsonb_agg(jsonb_build_object('version', a.version, 'checksum', a.checksum,
          'isShipped', a.published_by = ${SHIPPER}) ORDER BY a.version), '[]')
        FROM rule_versions a WHERE a.rule_set_id = s.id) AS versions,
      (SELECT COALESCE(jsonb_agg(jsonb_build_object('number', d.number,
          'checksum', encode(sha256(convert_to(d.yaml, 'UTF8')), 'hex')) ORDER BY d.number), '[]')
        FROM rule_drafts d WHERE d.rule_set_id = s.id) AS drafts,
      (SELECT jsonb_build_object('path', f.path, 'yaml', f.yaml, 'version', f.version)
        FROM rule_set_files f WHERE f.rule_set_id = s.id) AS taken
    FROM rule_sets s LEFT JOIN rule_versions v ON v.rule_set_id = s.id AND v.version = s.current_version
    ORDER BY s.slug`;
  return new Map(rows.map((row) => [row.slug, row]));
}

export type VersionOfSet = { slug: string; version: number };

/** The texts of these versions, by "name/version". */
export async function textsOfVersions(reader: Reader, wanted: VersionOfSet[]): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const rows = await reader.$queryRaw<{ slug: string; version: number; yaml: string }[]>`
    SELECT s.slug, v.version, v.yaml FROM rule_versions v JOIN rule_sets s ON s.id = v.rule_set_id
    WHERE (s.slug, v.version) IN (${Prisma.join(wanted.map(({ slug, version }) => Prisma.sql`(${slug}, ${version}::int)`))})`;
  return new Map(rows.map(({ slug, version, yaml }) => [`${slug}/${version}`, yaml]));
}

export type PublishedText = { slug: string; domain: Domain; version: number; checksum: string; yaml: string };

/** What every set says that was ever published, whether generations use it or not. */
export async function publishedTexts(reader: Reader): Promise<PublishedText[]> {
  return reader.$queryRaw<PublishedText[]>`
    SELECT s.slug, s.domain, v.version, v.checksum, v.yaml
    FROM rule_sets s JOIN rule_versions v ON v.rule_set_id = s.id AND v.version = s.current_version ORDER BY s.slug`;
}

export async function draftTexts(reader: Reader): Promise<{ slug: string; number: number; yaml: string }[]> {
  return reader.$queryRaw<{ slug: string; number: number; yaml: string }[]>`
    SELECT s.slug, d.number, d.yaml FROM rule_drafts d JOIN rule_sets s ON s.id = d.rule_set_id
    ORDER BY s.slug, d.number`;
}

type TakenText = { ruleSetId: bigint; path: string; yaml: string; version: number; at: Date; by: string };

/** Keeps what a file said when a version was made of it. */
export async function noteTaken(tx: Transaction, taken: TakenText): Promise<void> {
  const { ruleSetId, at: takenAt, by: takenBy, ...rest } = taken;
  const row = { ...rest, takenAt, takenBy };
  await tx.ruleSetFile.upsert({ where: { ruleSetId }, create: { ruleSetId, ...row }, update: row });
}
