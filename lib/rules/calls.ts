import type { Call, Expression, Path, Span, Tag } from './ast';
import { FUNCTION_NAMES, FUNCTIONS, patternFault } from './functions';
import { meaning, nearest } from './suggest';
import type { Flaw } from './tokens';

/** A call checked as far as can be before any fact is known: name, number of values, patterns. */
export function readCall(name: string, args: Expression[], nameAt: Span, at: Span): Call | Tag | Path | Flaw {
  if (name === 'tag') return readTag(args, at);
  if (name === 'fact') return readFact(args, at);
  const known = name === 'exists' ? { least: 1, most: 1 } : FUNCTIONS.get(name);
  if (known === undefined) {
    const suggestion = nearest(name, FUNCTION_NAMES);
    const message = `There is no function "${name}".${meaning(suggestion)}`;
    return { message, at: nameAt, ...(suggestion === undefined ? {} : { suggestion }) };
  }
  const { least, most } = known;
  if (args.length < least || args.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    return {
      message: `${name}() takes ${wanted} ${most === 1 ? 'value' : 'values'}, not ${args.length}.`,
      at,
    };
  }
  return argumentFlaw(name, args) ?? { kind: 'call', name, args, at };
}

function argumentFlaw(name: string, [first, second]: Expression[]): Flaw | undefined {
  if (name === 'exists' && first && first.kind !== 'path' && first.kind !== 'tag') {
    return { message: 'exists() takes the name of a fact or tag(…).', at: first.at };
  }
  if (name !== 'matches' || second?.kind !== 'literal') return undefined;
  if (typeof second.value !== 'string')
    return { message: 'The pattern of matches() is a text.', at: second.at };
  const fault = patternFault(second.value);
  return fault === undefined
    ? undefined
    : { message: `This pattern cannot be used: ${fault}.`, at: second.at };
}

function readTag(args: Expression[], at: Span): Tag | Flaw {
  const [key] = args;
  if (args.length !== 1 || key?.kind !== 'literal' || typeof key.value !== 'string' || key.value === '') {
    return { message: "tag() takes one key, written as a text: tag('team').", at };
  }
  return { kind: 'tag', key: key.value.toLowerCase().replace(/^user:/, ''), at };
}

/** A fact whose name no path can write: fact('account-information', 'company'). */
function readFact(args: Expression[], at: Span): Path | Flaw {
  const path = args.flatMap((arg) =>
    arg.kind === 'literal' && typeof arg.value === 'string' ? [arg.value] : [],
  );
  if (path.length === 0 || path.length < args.length || path.includes('')) {
    return { message: "fact() takes names, written as texts: fact('account-information', 'company').", at };
  }
  return { kind: 'path', path, at };
}
