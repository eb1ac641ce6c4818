import { isScalar } from 'yaml';
import type { Domain, PublicationLimits } from './schema';
import { type Entry, isWritten, type YamlReader } from './yaml-reader';

const LIMIT_KEYS = ['new_tickets', 'share'] as const;

/** `limits: {new_tickets: 50, share: 0.1}`: what publishing may do at most. Only sets that open tickets have them. */
export function readLimits(
  reader: YamlReader,
  entry: Entry | undefined,
  domain: Domain,
): PublicationLimits | undefined {
  if (!entry || !isWritten(entry)) return undefined;
  if (domain !== 'finops') {
    reader.fault(entry.key, 'limits are judged by a backtest, which only sets of the domain finops have.');
  }
  const entries = reader.entries(entry.value, 'limits', LIMIT_KEYS);
  const newTickets = readNumber(reader, entries.get('new_tickets'), 'new_tickets');
  const share = readNumber(reader, entries.get('share'), 'share');
  if (newTickets !== undefined && !Number.isInteger(newTickets)) {
    reader.fault(entries.get('new_tickets')?.value, 'new_tickets is a whole number.');
  }
  if (share !== undefined && share > 1) {
    reader.fault(entries.get('share')?.value, 'share is a part of all resources, from 0 to 1.');
  }
  if (!isWritten(entries.get('new_tickets')) && !isWritten(entries.get('share'))) {
    reader.fault(entry.value, 'limits names new_tickets, share or both.');
  }
  return {
    ...(newTickets === undefined ? {} : { newTickets }),
    ...(share === undefined ? {} : { share }),
  };
}

function readNumber(reader: YamlReader, entry: Entry | undefined, what: string): number | undefined {
  if (!entry || !isWritten(entry)) return undefined;
  const value = isScalar(entry.value) ? entry.value.value : undefined;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  return reader.fault(entry.value, `${what} is a number, 0 or more.`);
}
