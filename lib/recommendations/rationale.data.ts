import type { Reader } from '@/lib/core/db';
import { versionsById } from '@/lib/rules/data';
import { parseRuleSet } from '@/lib/rules/parse';

/** Why each of these rule versions asks for what it does, in the words of its file; by version id. */
export async function readRationales(reader: Reader, versionIds: string[]): Promise<Map<string, string>> {
  if (versionIds.length === 0) return new Map();
  const versions = await versionsById(reader, versionIds);
  return new Map(
    versions.map(({ versionId, yaml }) => {
      const parsed = parseRuleSet(yaml);
      return [versionId, parsed.ok ? (parsed.set.rationale ?? '') : ''];
    }),
  );
}
