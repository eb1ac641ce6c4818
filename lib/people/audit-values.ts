import { cutSecrets, namesSecret, SECRET } from '@/lib/core/redact';
import type { Prisma } from '@/prisma/generated/client';

/**
 * What the audit log keeps of a value. Commands hand over no secrets; this is the second line: whatever is named like a
 * secret is cut out, however deep, and so is a token within a text. What is too large is cut with its size told, for
 * the log must never be why a deed is refused.
 */
type Value = Prisma.InputJsonValue | null;

const MAX_CHARACTERS = 20_000;

export function keptOf(value: Prisma.InputJsonValue): Prisma.InputJsonValue {
  return fitted(withoutSecrets(value) ?? SECRET);
}

function withoutSecrets(value: Value): Value {
  if (typeof value === 'string') return cutSecrets(value);
  if (Array.isArray(value)) return value.map((item: Value) => withoutSecrets(item));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      // That there is one, or that it must be changed, may be known.
      namesSecret(name) && held !== null && typeof held !== 'boolean' ? SECRET : withoutSecrets(held),
    ]),
  );
}

function isRecord(value: Value): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !('toJSON' in value);
}

const sizeOf = (value: Value | undefined) => JSON.stringify(value ?? null).length;
const cutNote = (size: number) => `[cut: ${size.toLocaleString('en-US')} characters]`;

/** The largest fields give way first. */
function fitted(value: Prisma.InputJsonValue): Prisma.InputJsonValue {
  let size = sizeOf(value);
  if (size <= MAX_CHARACTERS) return value;
  if (!isRecord(value) || Array.isArray(value)) return { cut: cutNote(size) };
  const fields = new Map(Object.entries(value));
  const bySize = [...fields].map(([name, held]) => ({ name, size: sizeOf(held) }));
  for (const field of bySize.sort((a, b) => b.size - a.size)) {
    const note = cutNote(field.size);
    fields.set(field.name, note);
    size += note.length + 2 - field.size;
    if (size <= MAX_CHARACTERS) return Object.fromEntries(fields);
  }
  return { cut: cutNote(sizeOf(value)) };
}
