import type { Reader } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { readRuleSet } from '../editing/data';
import * as data from './data';
import { writeManifest } from './manifest';
import { DRAFTS, MANIFEST } from './sift';

/**
 * Every published set as a file below its domain, to the byte, and which versions they are; with `drafts` those too.
 * `slug` names the set that a file is all of.
 */
export async function exportFolder(reader: Reader, { drafts = false }: { drafts?: boolean } = {}) {
  const texts = await data.publishedTexts(reader);
  const inHand = drafts ? await data.draftTexts(reader) : [];
  return [
    { slug: null, path: MANIFEST, text: writeManifest(texts) },
    ...texts.map(({ domain, slug, yaml }) => ({ slug, path: `${domain}/${slug}.yaml`, text: yaml })),
    ...inHand.map((draft) => ({
      slug: null,
      path: `${DRAFTS}/${draft.slug}-${draft.number}.yaml`,
      text: draft.yaml,
    })),
  ];
}

/** What one set says. Throws `not_found` where there is none of that name, or nothing of it is published. */
export async function publishedText(reader: Reader, slug: string): Promise<string> {
  const { current } = await readRuleSet(reader, slug);
  if (current) return current.yaml;
  throw new AppError('not_found', `nothing of the rule set ${slug} is published yet`);
}
