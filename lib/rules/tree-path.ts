import { KEYWORDS } from './cursor';

/** Steps that reach behind an object; reading them is unknown anyway. */
const UNSAFE_STEPS = new Set(['__proto__', 'constructor', 'prototype']);
const MOST_STEPS = 32;
const NAME = /^[\p{L}_][\p{L}\p{N}_]*$/u;
/** One step of a path: `name` or `.name`, `['any key']`, `["any key"]`. */
const STEP =
  /(?<name>[^.[\]$*?@()'"\s]+)|\[(?:'(?<single>(?:[^'\\]|\\.)*)'|"(?<double>(?:[^"\\]|\\.)*)")\]/uy;

export type ReadSteps = { steps: string[] } | { fault: string };

/**
 * The steps of a path of json-rules-engine: `company.size`, `$.company.size` or `$['company']`. Only names of own
 * properties: the rest of JSONPath (wildcards, filters, indexes, `..`) could run code or give many values.
 */
export function readSteps(path: string): ReadSteps {
  const steps: string[] = [];
  let offset = path.startsWith('$') ? 1 : 0;
  let needsDot = offset > 0;
  while (offset < path.length) {
    const hasDot = path.charAt(offset) === '.';
    const isBracket = path.charAt(offset) === '[';
    if (hasDot !== (needsDot && !isBracket)) return refused(path);
    STEP.lastIndex = hasDot ? offset + 1 : offset;
    const groups = STEP.exec(path)?.groups;
    const step = groups?.name ?? (groups?.single ?? groups?.double)?.replace(/\\(.)/gu, '$1');
    if (step === undefined || step === '') return refused(path);
    if (UNSAFE_STEPS.has(step)) return { fault: `"${step}" cannot be used as a name.` };
    steps.push(step);
    offset = STEP.lastIndex;
    needsDot = true;
  }
  if (steps.length > MOST_STEPS)
    return { fault: `A path may have ${MOST_STEPS} steps, not ${steps.length}.` };
  return { steps };
}

function refused(path: string): ReadSteps {
  const told = path.length > 60 ? `${path.slice(0, 60)}…` : path;
  return {
    fault: `A path goes down names, as in "$.company.size" or "$['cost-center']"; "${told}" does more than that.`,
  };
}

/** The steps as a path that json-rules-engine reads, with our resolver as with its own. */
export function writeSteps(steps: readonly string[]): string {
  return `$${steps.map((step) => (NAME.test(step) ? `.${step}` : `['${step.replace(/[\\']/g, '\\$&')}']`)).join('')}`;
}

/** Whether expressions can write a path as it is: `meter.cost`, but not `account-information.company`. */
export function isPlainPath([first = '', ...rest]: readonly string[]): boolean {
  return NAME.test(first) && !KEYWORDS.has(first) && rest.every((step) => NAME.test(step));
}
