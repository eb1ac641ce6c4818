/** A place in a text, both from 1. */
export type Place = { line: number; column: number };
