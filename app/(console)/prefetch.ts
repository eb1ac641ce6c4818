import type { QueryKey } from '@tanstack/react-query';
import { notFound } from 'next/navigation';
import { ZodError } from 'zod';
import { AppError } from '@/lib/core/errors';

/** What a server page reads ahead for the queries of its view, by their key. */
export type Read = [QueryKey, unknown];

/**
 * Reads ahead. An address that the list refuses (a sort that is none, a cursor of another list, a text that is too long) is left to the
 * browser's own call, which says what is wrong.
 */
export async function readAhead(key: QueryKey, read: () => Promise<unknown>): Promise<Read[]> {
  try {
    return [[key, await read()]];
  } catch (thrown) {
    if (thrown instanceof ZodError) return [];
    if (thrown instanceof AppError && thrown.code === 'invalid_input') return [];
    throw thrown;
  }
}

/** Reads one thing ahead; the page for what is not there when it is not. */
export async function readOne(key: QueryKey, read: () => Promise<unknown>): Promise<Read> {
  try {
    return [key, await read()];
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'not_found') notFound();
    throw thrown;
  }
}

/** A list's URL as its input: what is not there is left out. */
export function given<Url extends Record<string, unknown>>(url: Url): Record<string, unknown> {
  return Object.fromEntries(Object.entries(url).filter(([, value]) => value !== null));
}
