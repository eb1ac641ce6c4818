import { parseAsString } from 'nuqs/server';

/** Which resource is asked about, and by which rule; by all of them where none is named. */
export const whyUrl = { resource: parseAsString, rule: parseAsString };
