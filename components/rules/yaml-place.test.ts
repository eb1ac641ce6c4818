import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { yamlPlaceAt } from './yaml-place';

const folder = join(process.cwd(), 'rules');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

type Found = { offset: number; path: string[] };

/** Every key and the path of what it stands in, as the library reads them. */
function keysOf(node: Node | null | undefined, path: string[] = []): Found[] {
  if (isSeq<Node>(node)) return node.items.flatMap((item) => keysOf(item, [...path, '[]']));
  if (!isMap<Node, Node>(node)) return [];
  return node.items.flatMap(({ key, value }) => {
    if (!isScalar(key)) return [];
    return [{ offset: key.range?.[0] ?? 0, path }, ...keysOf(value, [...path, String(key.value)])];
  });
}

it.each(files)('at every key of %s one is where the YAML says', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const keys = keysOf(parseDocument(text).contents);
  expect(keys.length).toBeGreaterThan(10);
  for (const { offset, path } of keys) {
    const place = yamlPlaceAt(text, offset);
    expect([text.slice(offset, offset + 20), place.path, place.kind]).toEqual([
      text.slice(offset, offset + 20),
      path,
      'key',
    ]);
  }
});
