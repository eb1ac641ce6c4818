import type { Evaluator } from '../evaluate';
import type { Rule, RuleSet } from '../schema';
import type { Facts, Value } from '../values';
import { Conditions } from './conditions';
import { constant } from './logic';
import { type Jump, type Parts, type Piece, partsOf, type Question } from './pieces';
import { Program } from './program';
import type { Segment } from './segments';
import { HELPERS } from './terms';
import { quoted } from './text';

/**
 * Judges the rules of a segment over one facts object: puts an event for each rule that is not false into `out` and
 * gives their number, or −1 where the facts are not what JSON gives and the closures must be asked.
 */
export type Scan = {
  run: (facts: Facts, now: number) => number;
  /** Whether somebody gave all objects a property that the set reads. Asked before any run. */
  isPolluted: () => boolean;
  /** Whether events may stand out of the rules' order. */
  isShuffled: boolean;
  text: string;
};

/** Beyond this a function is cut into several. */
const MOST_IN_ONE = 500;

export type ScanOf = {
  evaluator: Evaluator;
  defaults: RuleSet['defaults'];
  out: Int32Array;
  question: Question;
  /** Facts with the defaults of the set, for closures. */
  whole: (facts: Facts) => Facts;
};

export function makeScan(segment: Segment, { evaluator, defaults, out, question, whole }: ScanOf): Scan {
  const program = new Program(evaluator, defaults);
  const conditions = new Conditions(program);
  const rules = segment.map(({ index, rule }) => ({
    code: index * 4,
    isAssert: rule.type === 'assert',
    logic: conditionOf(rule, conditions),
  }));
  program.fields.finish();
  const parts = partsOf(rules, question, program);
  const text = textOf(parts, program);
  // The text is ours: names and literals of the file stand in it as JSON, everything else is written above.
  const make = new Function(
    'constants',
    'out',
    'own',
    'has',
    'proto',
    'plain',
    'down',
    'isThere',
    'whole',
    text,
  );
  const made: { run: Scan['run']; isPolluted: Scan['isPolluted'] } = make(
    program.constants,
    out,
    own,
    Object.hasOwn,
    Object.getPrototypeOf,
    Object.prototype,
    Math.floor,
    isThere,
    whole,
  );
  return { ...made, isShuffled: parts.jumps.length > 0, text };
}

function conditionOf({ condition }: Rule, conditions: Conditions) {
  return condition ? conditions.logic(condition) : constant(true);
}

/** A step of a path, the careful way. */
function own(value: Value, name: string): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isThere(value: Value): boolean {
  return value !== undefined && value !== null;
}

function textOf(parts: Parts, program: Program): string {
  const isWhole = parts.size <= MOST_IN_ONE && parts.jumps.every(({ otherwise }) => otherwise.length === 0);
  const body = isWhole ? wholeBody(parts, program) : cutBody(parts);
  const loads = program.fields.loads(body.uses);
  const polluted = program.fields.plainNames.map((name) => `${quoted(name)} in plain`).join(' || ');
  const constants = program.constants.map((_, index) => `const k${index} = constants[${index}];`).join('\n');
  return `"use strict";
${constants}
${HELPERS}
const R = new Array(${program.fields.slots.length}).fill(undefined);
const N = new Float64Array(${program.fields.slots.length});
const C = new Int32Array(${program.fields.slots.length});
${body.functions}
return {
run: (function (F, now) {
if (proto(F) !== plain) return -1;
let n = 0, t;
const S = ${/\(S\)/.test(body.functions + body.text) ? '{ facts: whole(F), now: now }' : 'undefined'};
${loads}${body.text}
return n;
}),
isPolluted: (function () { return ${polluted || 'false'}; }),
};`;
}

type Body = { functions: string; text: string; uses: Set<string> };

/** Everything in one function, the facts in its locals; what only one case asks is read there. */
function wholeBody({ pieces, jumps }: Parts, program: Program): Body {
  const uses = new Set([...pieces.flatMap((piece) => [...piece.uses]), ...jumps.map(({ local }) => local)]);
  const switches = jumps.map(({ local, cases }) => {
    const texts = cases.map(({ indexes, piece }): [number[], string] => {
      return [indexes, `${program.fields.loads(piece.uses, uses)}${piece.text}`];
    });
    return switchOf(local, texts);
  });
  return { functions: '', text: [...pieces.map(({ text }) => text), ...switches].join('\n'), uses };
}

function switchOf(local: string, cases: [number[], string][]): string {
  const written = cases.map(
    ([indexes, text]) => `${indexes.map((index) => `case ${index}:`).join(' ')} {\n${text}\nbreak; }`,
  );
  return `switch (${local}) {\n${written.join('\n')}\n}`;
}

/** Each piece a function, which finds the facts in arrays. */
function cutBody({ pieces, jumps }: Parts): Body {
  const uses = new Set<string>();
  const functions: string[] = [];
  const call = (piece: Piece): string => {
    const name = `g${functions.length}`;
    const locals = [...piece.uses].map((local) => {
      uses.add(local);
      return `const ${local} = ${placeOf(local)};`;
    });
    functions.push(
      `const ${name} = (function (n, now, S) {\nlet t;\n${locals.join(' ')}\n${piece.text}\nreturn n;\n});`,
    );
    return `n = ${name}(n, now, S);`;
  };
  const direct = pieces.map(call);
  const switches = jumps.map((jump) => jumpCall(jump, call, uses));
  const stores = [...uses].map((local) => `${placeOf(local)} = ${local};`);
  return { functions: functions.join('\n'), text: [...stores, ...direct, ...switches].join('\n'), uses };
}

const CASES_SIZE = 350;

/** A jump whose cases are bundled into functions. */
function jumpCall(
  { local, cases, otherwise, isText }: Jump,
  call: (piece: Piece) => string,
  uses: Set<string>,
): string {
  uses.add(local);
  const bundles: Jump['cases'][] = [];
  let size = CASES_SIZE;
  for (const entry of cases) {
    if (size >= CASES_SIZE) {
      bundles.push([]);
      size = 0;
    }
    size += entry.piece.size;
    bundles.at(-1)?.push(entry);
  }
  const entries = bundles.map((bundle): [number[], string] => {
    const text = switchOf(
      local,
      bundle.map(({ indexes, piece }) => [indexes, piece.text]),
    );
    const used = new Set([local, ...bundle.flatMap(({ piece }) => [...piece.uses])]);
    return [bundle.flatMap(({ indexes }) => indexes), call({ text, uses: used, size: 0 })];
  });
  const jump = switchOf(local, entries);
  if (otherwise.length === 0) return jump;
  return `if (${isText}) {\n${jump}\n} else {\n${otherwise.map(call).join('\n')}\n}`;
}

function placeOf(local: string): string {
  const index = local.slice(1);
  return local.startsWith('c') ? `C[${index}]` : local.startsWith('n') ? `N[${index}]` : `R[${index}]`;
}
