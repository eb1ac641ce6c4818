type Named = { source: string; library: string };

/** What a new sync begins with: the parts that each one has, to be filled in. */
export const templateOf = ({ source, library }: Named) => `sync: my-table
title: My table
source: ${source}
key: id                       # field of a delivery
target: { connection: ${library}, table: public.my_table, key: id }
fields:                       # by the library's columns
  name: { from: name, type: text, trim: true, conflict: cms }   # conflict: cms, library or ask
quality: []                   # rule sets of the domain quality, in their order
tags: {}                      # owner: a-team says on whose board the tickets about its data go
auto_heal: false
listen: false
`;

const SLUG = /^sync:\s*["']?([a-z0-9]+(?:-[a-z0-9]+)*)["']?\s*(?:#.*)?$/m;

/** The name that a text gives its sync; null where there is none that can be one. */
export function slugIn(yaml: string): string | null {
  return SLUG.exec(yaml)?.[1] ?? null;
}
