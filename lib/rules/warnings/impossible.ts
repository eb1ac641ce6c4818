import type { Expression } from '../ast';
import { printExpression } from '../print';
import type { Context, Warning } from './context';

/** Rules whose condition can be true of nothing. */
export function impossibleRules({ rules, places, possibilities }: Context): Warning[] {
  return rules.flatMap(({ rule, branches }): Warning[] => {
    const { condition, name } = rule;
    if (!condition || !branches) return [];
    const conflicts = branches.map((branch) => possibilities.conflictIn(branch));
    const [first] = conflicts;
    if (!first || conflicts.includes(undefined)) return [];
    const last = first.at(-1) ?? condition;
    // With several ways to be true, each of which fails for its own reason, the condition as a whole is meant.
    const at = conflicts.length === 1 ? last.at : condition.at;
    const message = `The rule "${name}" can never match: ${reasonOf(first)}.`;
    return [{ ...places.ofPart(condition, at), message, severity: 'warning' }];
  });
}

function reasonOf(parts: Expression[]): string {
  const told = parts.map((part) => `\`${printExpression(part)}\``);
  if (told.length === 1) return `${told[0]} is never true`;
  const joined = `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
  return told.length === 2 ? `${joined} are never true together` : `${joined} are never all true`;
}
