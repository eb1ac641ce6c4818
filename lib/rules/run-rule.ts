import type { Statement, Template } from './ast';
import type { Evaluator } from './evaluate';
import { unknownsOf } from './explain';
import { moneyOf } from './money';
import { printExpression } from './print';
import { REGISTRY } from './registry';
import type { Evaluation, Recommend, Rule } from './schema';
import { display, type Facts, type Truth } from './values';
import type { Working } from './working';

const MESSAGE_LENGTH = 4_000;

/** The answer before the first rule; one object that the rules then fill, since most resources match nothing. */
export function nothingFound(facts: Facts): Evaluation {
  return {
    facts,
    matched: [],
    unknown: [],
    recommend: [],
    route: null,
    score: 0,
    logs: [],
    errors: [],
    fix: [],
    quarantine: [],
    deny: [],
  };
}

/** True when a match of this rule ends a set in `first` mode. */
export function stopsFirst(rule: Rule): boolean {
  return rule.type === 'condition' || rule.type === 'route' || hasVerdict(rule);
}

function hasVerdict({ recommend, fix, quarantine, deny }: Rule): boolean {
  return Boolean(recommend ?? fix ?? quarantine ?? deny);
}

function applyStep(step: Statement, evaluator: Evaluator, working: Working): void {
  if (step.kind === 'invoke') {
    invoke(step.name, working);
    return;
  }
  const value = evaluator.value(step.value)(working);
  if (value === undefined) working.leave(step.target);
  else working.write(step.target, value);
}

function invoke(name: string, working: Working): void {
  const known = REGISTRY.get(name);
  if (!known) return;
  if (known.reads.some((field) => !Object.hasOwn(working.facts, field))) {
    for (const field of known.sets) working.leave([field]);
  }
  for (const [field, value] of Object.entries(known.run(working.facts))) working.write([field], value);
}

/** The facts a rule may set, whatever they are. */
export function targetsOf(rule: Rule): string[][] {
  const assigned = rule.action.flatMap((step) =>
    step.kind === 'assign' ? [step.target] : (REGISTRY.get(step.name)?.sets ?? []).map((field) => [field]),
  );
  const scored = rule.type === 'score' ? [['score']] : [];
  return [...assigned, ...scored, ...(rule.fix ?? []).map(({ target }) => target)];
}

/** Everything a rule does once its condition is judged: facts through `working`, the rest into `found`. */
export function runRule(
  rule: Rule,
  truth: Truth,
  evaluator: Evaluator,
  working: Working,
  found: Evaluation,
): void {
  if (truth === undefined) found.unknown.push(rule.name);
  if (rule.type === 'assert' && truth !== true) {
    found.errors.push({ rule: rule.name, message: assertMessage(rule, evaluator, working) });
  }
  if (truth !== true) return;
  const writesBefore = working.writes.length;
  runValue(rule, evaluator, working, found);
  for (const step of rule.action) applyStep(step, evaluator, working);
  const message = rule.message && rule.type !== 'assert' ? fill(rule.message, evaluator, working) : undefined;
  if (rule.type === 'route' && !rule.value) {
    found.route = routeFrom(working.writes.slice(writesBefore)) ?? message ?? found.route;
  } else if (message !== undefined) found.logs.push(message);
  collectVerdicts(rule, evaluator, working, found);
}

/** A `score` or `route` whose action is one value: points to add, or the name of the destination. */
function runValue(rule: Rule, evaluator: Evaluator, working: Working, found: Evaluation): void {
  if (!rule.value) return;
  const value = evaluator.value(rule.value)(working);
  if (rule.type === 'route' && value !== undefined) found.route = display(value);
  if (rule.type !== 'score') return;
  const { score } = working.facts;
  if (typeof value === 'number' && typeof score === 'number') working.write(['score'], score + value);
  else working.leave(['score']);
}

/** An assignment to `route` names the destination; without one, the last text assigned does. */
function routeFrom(writes: Working['writes']): string | undefined {
  const latest = [...writes].reverse();
  const named =
    latest.find(({ path }) => path.join('.') === 'route') ??
    latest.find(({ value }) => typeof value === 'string');
  return named && display(named.value);
}

function collectVerdicts(rule: Rule, evaluator: Evaluator, working: Working, found: Evaluation): void {
  const { name } = rule;
  if (rule.recommend) {
    const made = recommendation(name, rule.recommend, evaluator, working);
    const same = found.recommend.findIndex(({ action }) => action === made.action);
    if (same === -1) found.recommend.push(made);
    else found.recommend[same] = made;
  }
  for (const { target, value } of rule.fix ?? []) {
    const fixed = evaluator.value(value)(working);
    const field = target.join('.');
    if (fixed === undefined) {
      working.leave(target);
      continue;
    }
    working.write(target, fixed);
    found.fix = [...found.fix.filter((other) => other.field !== field), { rule: name, field, value: fixed }];
  }
  if (rule.quarantine) {
    const { reason, fields } = rule.quarantine;
    const held = { rule: name, reason: fill(reason, evaluator, working) };
    found.quarantine.push(fields ? { ...held, fields } : held);
  }
  if (rule.deny) found.deny.push({ rule: name, message: fill(rule.deny, evaluator, working) });
}

function recommendation(
  rule: string,
  { action, savings, atStake, effort, risk, target, reason }: Recommend,
  evaluator: Evaluator,
  working: Working,
): Evaluation['recommend'][number] {
  const amount = savings ? moneyOf(savings, evaluator, working) : null;
  const missing = savings && amount === null ? unknownsOf(savings, evaluator, working) : [];
  return {
    rule,
    action,
    savings: amount,
    ...(savings && amount === null ? { savingsUnknown: missing.map(({ detail }) => detail) } : {}),
    ...(atStake ? { atStake: moneyOf(atStake, evaluator, working) } : {}),
    ...(effort ? { effort } : {}),
    ...(risk ? { risk: fill(risk, evaluator, working) } : {}),
    ...(target ? { target: fill(target, evaluator, working) } : {}),
    reason: fill(reason, evaluator, working),
  };
}

function assertMessage(rule: Rule, evaluator: Evaluator, working: Working): string {
  if (rule.message) return fill(rule.message, evaluator, working);
  return rule.condition ? `${printExpression(rule.condition)} does not hold` : 'The assertion does not hold';
}

/** A template with its values put in; an unknown one reads "unknown". */
function fill({ parts }: Template, evaluator: Evaluator, working: Working): string {
  const text = parts
    .map((part) => (typeof part === 'string' ? part : display(evaluator.value(part)(working))))
    .join('');
  return text.length > MESSAGE_LENGTH ? `${text.slice(0, MESSAGE_LENGTH)}…` : text;
}
