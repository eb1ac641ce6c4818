import type { KnownSet } from './data';
import type { Manifest } from './schema';

/** What a file and a set had in common last. Without `yaml` it is the text of that version. */
export type Base = { version: number; yaml?: string; words: string };

/**
 * The latest that is known to have been on both sides: the file that was published last, the version that the folder
 * was exported from, the one that shipped, or one that says just what the file says. Null: nothing is known.
 */
export function baseOf(
  set: KnownSet,
  checksum: string,
  told: Manifest['sets'][string] | undefined,
): Base | null {
  const { taken, versions } = set;
  const alike = versions.findLast((one) => one.checksum === checksum);
  const shipped = versions.findLast(({ isShipped }) => isShipped);
  const exported = versions.find((one) => one.version === told?.version && one.checksum === told.checksum);
  const known: (Base | null)[] = [
    taken && {
      version: taken.version,
      yaml: taken.yaml,
      words: `the file taken as version ${taken.version}`,
    },
    exported ? { version: exported.version, words: `version ${exported.version}, as exported` } : null,
    alike ? { version: alike.version, words: `version ${alike.version}` } : null,
    shipped ? { version: shipped.version, words: `version ${shipped.version}, as shipped` } : null,
  ];
  return known
    .filter((base) => base !== null)
    .reduce<Base | null>((last, base) => (last && last.version >= base.version ? last : base), null);
}
