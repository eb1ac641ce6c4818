import { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { holderOf } from '@/lib/deliveries/intake';
import { columnValue } from '@/lib/deliveries/schema';
import type { Facts } from '@/lib/rules/schema';

const releaseShape = z.object({ columns: z.record(z.string(), columnValue) });

/**
 * The fields of a delivery's body: those beside its key, which may stand within (`data.id`). Throws `invalid_input` for
 * what is no JSON object, or holds what no database keeps.
 */
export function fieldsOf(body: string, key: string): Facts {
  const value = read(body);
  if (isObject(value)) {
    const { holder } = holderOf(value, key);
    return isObject(holder) ? holder : value;
  }
  throw new AppError('invalid_input', 'the body is no JSON object');
}

/** Of a release: the values to write by column, in canonical text. */
export function columnsOf(body: string): Record<string, string | null> {
  const parsed = releaseShape.safeParse(read(body));
  if (parsed.success) return parsed.data.columns;
  throw new AppError('invalid_input', 'the body of a release names no columns');
}

/** The body of a release. */
export function releaseBody(columns: Record<string, string | null>): string {
  return JSON.stringify({ columns });
}

/** What JSON.parse made of an object can be nothing else; a schema would walk it once more, a delivery at a time. */
function isObject(value: unknown): value is Facts {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function read(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    // Only a text with an escape can hold what JSON allows and PostgreSQL does not; it is written anew to be sure.
    if (body.includes('\\u') && UNKEPT.test(JSON.stringify(value))) {
      throw new AppError('invalid_input', 'the body holds a NUL character or half of a surrogate pair');
    }
    return value;
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError('invalid_input', 'the body is no JSON', { cause: thrown });
  }
}

/** JSON.stringify escapes lone surrogates and NUL, and nothing else, in this form; a doubled backslash is text. */
const UNKEPT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i;
