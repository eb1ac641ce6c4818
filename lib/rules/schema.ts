import { z } from 'zod';
import type { Expression, Statement, Template } from './ast';
import { LIMITS } from './limits';
import type { Facts, FactValue } from './values';

export type { Facts, FactValue } from './values';

export const RULE_TYPES = ['condition', 'assert', 'transform', 'route', 'score', 'log', 'custom'] as const;
export const DOMAINS = ['finops', 'quality', 'policy', 'general'] as const;
export const MODES = ['all', 'first', 'parallel'] as const;
export const EFFORTS = ['low', 'medium', 'high'] as const;

export type RuleType = (typeof RULE_TYPES)[number];
export type Domain = (typeof DOMAINS)[number];
type Mode = (typeof MODES)[number];

/**
 * A place in a YAML text, from 1, and what is wrong there. `text` is what offends, up to (`endLine`, `endColumn`), and
 * `suggestion` what might stand there in its place. Without a `severity` it is an error.
 */
const placedErrorSchema = z.object({
  line: z.int(),
  column: z.int(),
  message: z.string(),
  text: z.string().optional(),
  suggestion: z.string().optional(),
  severity: z.enum(['error', 'warning']).optional(),
  endLine: z.int().optional(),
  endColumn: z.int().optional(),
});
export type PlacedError = z.infer<typeof placedErrorSchema>;

/** What a rule says should be done. `savings` and `atStake` are money a month. */
export type Recommend = {
  action: string;
  savings?: Expression;
  atStake?: Expression;
  effort?: string;
  risk?: Template;
  target?: Template;
  reason: Template;
};

/** What is held back, and why; without `fields` the whole record is in doubt. */
export type Quarantine = { reason: Template; fields?: string[] };

export type Rule = {
  name: string;
  type: RuleType;
  title?: string;
  description?: string;
  enabled: boolean;
  condition?: Expression;
  /** Steps to take when the condition is true. */
  action: Statement[];
  /** The points of a `score` rule or the destination of a `route` rule, where the action is one value. */
  value?: Expression;
  message?: Template;
  recommend?: Recommend;
  fix?: { target: string[]; value: Expression }[];
  quarantine?: Quarantine;
  deny?: Template;
  line: number;
};

/** A case in the file itself; `expect` names only what it cares about. */
export type SetTest = { name: string; given: Facts; now?: string; expect: Facts; line: number };

/**
 * What a new version may do at most, by the latest backtest of its text; above it only an administrator publishes, with
 * a reason. `newTickets`: tickets that it would open and the published version would not. `share`: those, of all
 * resources that were judged (0 to 1).
 */
export type PublicationLimits = { newTickets?: number; share?: number };

/** A rule file, checked: everything in it can run. Plain JSON. */
export type RuleSet = {
  ruleset: string;
  title?: string;
  rationale?: string;
  domain: Domain;
  mode: Mode;
  defaults: Facts;
  lists: Record<string, FactValue[]>;
  limits?: PublicationLimits;
  rules: Rule[];
  tests: SetTest[];
};

/** Facts from outside: an object of JSON values. The depth is looked at first, since the check itself descends. */
const factsSchema = z
  .unknown()
  .refine(
    (value) => depthOf(value) <= LIMITS.factDepth,
    `facts may be nested ${LIMITS.factDepth} levels deep`,
  )
  .pipe(z.record(z.string(), z.json()));

function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= LIMITS.factDepth) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    depth += 1;
  }
  return depth;
}

export const verdictSchema = z.union([z.boolean(), z.literal('unknown')]);
export type Verdict = z.infer<typeof verdictSchema>;

/** What could not be known: a fact that is missing, or values of types that do not go together. */
export const whyUnknownSchema = z.object({
  what: z.string(),
  why: z.enum(['missing', 'type']),
  detail: z.string(),
});
export type WhyUnknown = z.infer<typeof whyUnknownSchema>;

/** A part of a condition: `value` as it came out; an operand without `value` is unknown or a list. */
export const whyNodeSchema = z.object({
  kind: z.enum(['and', 'or', 'not', 'leaf']),
  text: z.string(),
  value: verdictSchema,
  operands: z.array(z.object({ text: z.string(), value: z.json().optional() })).optional(),
  unknown: z.array(whyUnknownSchema).optional(),
  get children() {
    return z.array(whyNodeSchema).optional();
  },
});
export type WhyNode = z.infer<typeof whyNodeSchema>;

export const whyTreeSchema = z.object({
  rule: z.string(),
  verdict: verdictSchema,
  sentence: z.string(),
  node: whyNodeSchema.optional(),
});
export type WhyTree = z.infer<typeof whyTreeSchema>;

/**
 * `savings` is a decimal string, null when none is claimed or when it is unknown; then `savingsUnknown` says
 * what was missing. The finding stands all the same: it was the condition that had to be certain.
 */
const recommendationSchema = z.object({
  rule: z.string(),
  action: z.string(),
  savings: z.string().nullable(),
  savingsUnknown: z.array(z.string()).optional(),
  atStake: z.string().nullable().optional(),
  effort: z.string().optional(),
  risk: z.string().optional(),
  target: z.string().optional(),
  reason: z.string(),
});

export type FoundRecommendation = z.infer<typeof recommendationSchema>;

/** What a set made of one facts object. `unknown` names the rules whose condition could not be told. */
const evaluationSchema = z.object({
  facts: z.record(z.string(), z.json()),
  matched: z.array(z.string()),
  unknown: z.array(z.string()),
  recommend: z.array(recommendationSchema),
  route: z.string().nullable(),
  score: z.number(),
  logs: z.array(z.string()),
  errors: z.array(z.object({ rule: z.string(), message: z.string() })),
  fix: z.array(z.object({ rule: z.string(), field: z.string(), value: z.json() })),
  quarantine: z.array(
    z.object({ rule: z.string(), reason: z.string(), fields: z.array(z.string()).optional() }),
  ),
  deny: z.array(z.object({ rule: z.string(), message: z.string() })),
  why: z.array(whyTreeSchema).optional(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

const factsOut = z.record(z.string(), z.json());
/** One case of a file's own `tests:` as it came out; `difference` says per line what was not as expected. */
const caseResultSchema = z.object({
  name: z.string(),
  line: z.int(), // where the case stands in the file
  passed: z.boolean(),
  expected: factsOut,
  actual: factsOut, // only what the case expects something of
  difference: z.array(z.string()),
  why: z.array(z.string()).optional(), // of a failed case: each rule with the reason of its verdict
});
export type CaseResult = z.infer<typeof caseResultSchema>;

/** `named` is the name that the text must keep, as the new text of an existing set. */
export const validateInput = z.object({ yaml: z.string(), named: z.string().max(80).optional() });
/** `warnings` are of what is allowed and hardly meant; `tests` the file's own, in its order. Neither where it is not valid. */
export const validateOutput = z.object({
  valid: z.boolean(),
  errors: z.array(placedErrorSchema),
  warnings: z.array(placedErrorSchema),
  tests: z.array(caseResultSchema),
});
/** `facts` are objects, or the text of a CSV with a header line. */
export const evaluateInput = z.object({
  yaml: z.string(),
  facts: z.union([z.array(factsSchema).max(LIMITS.factRows), z.string()]),
  explain: z.boolean().optional(),
});
export const evaluateOutput = z.object({ results: z.array(evaluationSchema) });

export type ValidateInput = z.infer<typeof validateInput>;
export type ValidateResult = z.infer<typeof validateOutput>;
export type EvaluateInput = z.infer<typeof evaluateInput>;
