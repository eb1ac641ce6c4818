import { z } from 'zod';
import { DOMAINS, EFFORTS, MODES, RULE_TYPES } from './schema';
import { TREE_OPERATORS } from './tree';

/**
 * The shape of a rule file, for editors and for whoever writes files by program. The parser judges beyond it: what an
 * expression says, which verdicts a domain has. `holds` tells an editor what it may offer within a text.
 */
export type Holds = 'expression' | 'template' | 'action' | 'field' | 'function' | 'rule' | 'condition';

const text = (most: number, description: string) => z.string().min(1).max(most).meta({ description });
const holding = (holds: Holds, description: string) =>
  z.union([z.string(), z.number(), z.boolean()]).meta({ description, holds });
const template = (description: string) => holding('template', description);
const facts = (description: string) => z.record(z.string(), z.json()).meta({ description, holds: 'field' });
const names = (description: string) => z.array(z.string()).meta({ description, holds: 'rule' });

/** A condition tree of json-rules-engine. */
const tree = z
  .strictObject({
    get all() {
      return z.array(tree).optional().meta({ description: 'True when all of these are' });
    },
    get any() {
      return z.array(tree).optional().meta({ description: 'True when one of these is' });
    },
    get not(): z.ZodOptional<z.ZodType> {
      return tree.optional().meta({ description: 'True when this is false' });
    },
    condition: z.string().optional().meta({ description: 'A condition by its name', holds: 'condition' }),
    fact: z.string().optional().meta({ description: 'The fact that is compared', holds: 'field' }),
    operator: z.enum(TREE_OPERATORS).optional().meta({ description: 'How it is compared' }),
    value: z.json().optional().meta({ description: 'What it is compared with, or { fact: … }' }),
    path: z.string().optional().meta({ description: 'A path below the fact: $.a.b' }),
    params: z.json().optional().meta({ description: 'Refused: facts take none here' }),
    priority: z
      .int()
      .optional()
      .meta({ description: 'Changes nothing: conditions are judged in their order' }),
    name: z.string().optional().meta({ description: 'A label' }),
  })
  .meta({ id: 'tree' });

const conditionOf = (description: string) =>
  z.union([z.string(), z.number(), z.boolean(), tree]).meta({ description, holds: 'expression' });

const recommend = z.strictObject({
  action: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .max(60)
    .meta({ description: 'What should be done, in a word: delete, resize, set_expiry' }),
  savings: holding(
    'expression',
    'Money a month that it saves; a bare money fact is copied exactly',
  ).optional(),
  at_stake: holding('expression', 'Money a month that is at stake, shown and not counted').optional(),
  effort: z.enum(EFFORTS).optional().meta({ description: 'How much work it is' }),
  risk: template('What may go wrong').optional(),
  target: template('What it should become').optional(),
  reason: template('Why, as the ticket says it; {{ expressions }} are filled in'),
});

const quarantine = z.union([
  z.string(),
  z.strictObject({
    fields: z.array(z.string()).min(1).meta({ description: 'The fields that are held', holds: 'field' }),
    reason: template('Why they are held'),
  }),
]);

const rule = z.strictObject({
  name: text(100, 'Its name, once in a set: it stands with what the rule finds'),
  type: z
    .enum(RULE_TYPES)
    .optional()
    .meta({ description: 'What a match does; condition unless it is written' }),
  title: text(200, 'What people read').optional(),
  description: text(2_000, 'For whoever edits it next').optional(),
  enabled: z.boolean().optional().meta({ description: 'false: the rule is left out' }),
  condition: conditionOf(
    'When it matches: an expression, or a condition tree. Without one, always',
  ).optional(),
  action: holding(
    'action',
    'What it sets, as "eligible = true; score = score + 5", or a registered function',
  ).optional(),
  message: template('What is written down when it matches; of an assert, when it fails').optional(),
  function: z.string().optional().meta({ description: 'A registered function', holds: 'function' }),
  recommend: recommend.optional().meta({ description: 'Work that should be done (finops, quality)' }),
  fix: z
    .record(z.string(), holding('expression', 'What the field becomes'))
    .optional()
    .meta({ description: 'Fields that are put right (quality)', holds: 'field' }),
  quarantine: quarantine
    .optional()
    .meta({ description: 'A change that is held until somebody looked (quality)' }),
  deny: template('Why a plan may not go on (policy)').optional(),
});

const test = z.strictObject({
  name: text(200, 'What the case shows'),
  given: facts('The facts of the case; what is not named is missing'),
  now: z.string().optional().meta({ description: 'The time it is, an ISO time' }),
  expect: z
    .strictObject({
      matched: names('The rules that match, in their order').optional(),
      unknown: names('The rules that cannot be told').optional(),
      recommend: z
        .json()
        .optional()
        .meta({ description: 'What is recommended, each with what matters of it' }),
      route: z.json().optional().meta({ description: 'The destination, or null' }),
      score: z.json().optional().meta({ description: 'The points' }),
      logs: z.json().optional().meta({ description: 'What is written down' }),
      errors: z.json().optional().meta({ description: 'Asserts that fail' }),
      facts: facts('Facts as they are afterwards, dotted paths too').optional(),
      fix: z.json().optional().meta({ description: 'Fields that are put right, all of them' }),
      quarantine: z.json().optional().meta({ description: 'What is held' }),
      deny: z.json().optional().meta({ description: 'What is denied' }),
    })
    .meta({ description: 'What comes out; what is not named may be anything' }),
});

/** A key with nothing after it counts as not written. */
export const ruleFile = z
  .strictObject({
    ruleset: z
      .string()
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      .max(80)
      .optional()
      .meta({ description: 'Its name, which it keeps: words in lower case joined by "-"' }),
    title: text(200, 'What people read').optional(),
    rationale: text(4_000, 'Why the set is there, for whoever gets its tickets').optional(),
    domain: z
      .enum(DOMAINS)
      .optional()
      .meta({ description: 'Where its facts come from and what its rules may do' }),
    mode: z.enum(MODES).optional().meta({
      description: 'all: in order · first: up to the first match · parallel: each on the facts as they came',
    }),
    defaults: facts('Facts that are set before the first rule, where they are missing').optional(),
    lists: z
      .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])))
      .optional()
      .meta({ description: 'Lists by name, for "x in name"' }),
    conditions: z
      .record(z.string(), conditionOf('An expression or a condition tree'))
      .optional()
      .meta({ description: 'Conditions by name, for { condition: name } in a condition tree' }),
    limits: z
      .strictObject({
        new_tickets: z
          .int()
          .min(0)
          .optional()
          .meta({ description: 'Tickets that publishing may open at most' }),
        share: z
          .number()
          .min(0)
          .max(1)
          .optional()
          .meta({ description: 'Of all resources, the part that may get one' }),
      })
      .optional()
      .meta({ description: 'Above these, as a backtest tells, publishing is refused (finops)' }),
    rules: z.array(rule).min(1).meta({ description: 'The rules, in their order' }),
    tests: z
      .array(test)
      .optional()
      .meta({ description: 'Cases that must come out as expected before it is published' }),
  })
  .meta({ title: 'A rule file of Evenkeel' });
