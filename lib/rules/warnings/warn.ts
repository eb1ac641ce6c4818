import type { Places } from '../places';
import type { RuleSet } from '../schema';
import { type Context, contextOf, type KnownFields, type Warning } from './context';
import { emptyTests } from './empty-tests';
import { impossibleRules } from './impossible';
import { overwrittenFields } from './overwritten';
import { shadowedRules } from './shadowed';
import { unknownActions } from './unknown-actions';
import { unprovidedFields } from './unprovided';
import { unusedLists } from './unused-lists';

const MOST = 100;
const WARNINGS: ((context: Context) => Warning[])[] = [
  impossibleRules,
  shadowedRules,
  overwrittenFields,
  unprovidedFields,
  unknownActions,
  unusedLists,
  emptyTests,
];

/** What is allowed in a set and hardly meant, in the order of the file. Pure: `known` says what the sources provide. */
export function warningsOf(set: RuleSet, places: Places, known?: KnownFields): Warning[] {
  const context = contextOf(set, places, known);
  const found = WARNINGS.flatMap((warn) => warn(context));
  return found.sort((one, other) => one.line - other.line || one.column - other.column).slice(0, MOST);
}
