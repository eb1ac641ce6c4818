import { nothing, reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import { listFieldsInput, listFieldsOutput, ruleFileSchemaOutput } from '@/lib/facts/schema';
import { ruleSetHealth } from '@/lib/recommendations/health/schema';
import { listRuleSetsInput, ruleSetPage, ruleSetView } from '@/lib/recommendations/rule-sets.schema';
import * as editing from '@/lib/rules/editing/schema';
import { exportedRules, importedRules, importRulesInput } from '@/lib/rules/jre/schema';
import { evaluateInput, evaluateOutput, validateInput, validateOutput } from '@/lib/rules/schema';
import * as examples from './rules.examples';

export const validateRulesContract = writes(
  'viewer',
  '/api/rules/validate',
  'Check a rule set, with the place of every fault',
  {
    input: validateInput,
    response: validateOutput,
    example: {
      input: { yaml: 'ruleset: idle\nrules: []\n' },
      response: {
        valid: false,
        errors: [
          { line: 2, column: 8, endLine: 2, endColumn: 10, text: '[]', message: '"rules" has no rules.' },
        ],
        warnings: [],
        tests: [],
      },
    },
  },
);
export const readRuleFileSchemaContract = reads('/api/rules/schema', 'The JSON Schema of a rule file', {
  input: nothing,
  response: ruleFileSchemaOutput,
  example: { response: { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' } },
});
export const listFieldsContract = reads(
  '/api/rules/fields',
  'The fields that rules of a domain may read, with what was seen of them in the latest snapshots',
  {
    input: listFieldsInput,
    response: listFieldsOutput,
    example: {
      input: { domain: 'finops' },
      response: { sampled: 200, fields: [examples.fieldExample] },
    },
  },
);
export const evaluateRulesContract = writes(
  'viewer',
  '/api/rules/evaluate',
  'Evaluate a rule set over facts',
  {
    input: evaluateInput,
    response: evaluateOutput,
    maxBytes: 10_000_000,
    example: {
      input: {
        yaml: examples.yamlExample,
        facts: [{ kind: 'lb', requests: 0, age_days: 40, cash_cost: 18.4 }],
      },
      response: {
        results: [
          {
            facts: { kind: 'lb', requests: 0, age_days: 40, cash_cost: 18.4 },
            matched: ['delete-idle-load-balancer'],
            unknown: [],
            recommend: [
              { rule: 'delete-idle-load-balancer', action: 'delete', savings: '18.4', reason: 'No requests' },
            ],
            route: null,
            score: 0,
            logs: [],
            errors: [],
            fix: [],
            quarantine: [],
            deny: [],
          },
        ],
      },
    },
  },
);

export const importRulesContract = writes(
  'viewer',
  '/api/rules/import',
  'Turn a document of json-rules-engine into the text of a rule set; nothing is kept',
  {
    input: importRulesInput,
    response: importedRules,
    maxBytes: 1_000_000,
    example: { input: { text: examples.jreTextExample }, response: examples.importedExample },
  },
);

// ── rule sets, their drafts and their versions ──────────────────────────────────────────────────────────────────
export const listRuleSetsContract = reads(
  '/api/rule-sets',
  'Rule sets with what they find, those of which the most is unknown first',
  {
    input: listRuleSetsInput,
    response: pageOf(ruleSetView),
    csv: [
      'slug',
      'title',
      'domain',
      'origin',
      'state',
      'version',
      'publishedAt',
      'publishedBy',
      'live',
      'shadow',
      'openSavings',
      'found',
      'dismissed',
      'dismissedShare',
      'matched',
      'unknown',
      'unknownShare',
      'lastMatchAt',
      'neverFires',
      'marked',
    ],
    example: {
      input: { domain: 'finops', state: 'enabled' },
      response: { items: [examples.ruleSetExample], nextCursor: null },
    },
  },
);
export const createRuleSetContract = writes(
  'operator',
  '/api/rule-sets',
  'Begin a rule set, from a text, from the template or as a copy; it is a draft until it is published',
  {
    input: editing.createRuleSetInput,
    response: editing.createRuleSetOutput,
    status: 201,
    example: {
      input: { slug: 'idle-caches', title: 'Caches nobody uses', domain: 'finops' },
      response: { slug: 'idle-caches', draft: { ...examples.draftExample, baseVersion: 0, revision: 1 } },
    },
  },
);
export const readRuleSetContract = reads(
  '/api/rule-sets/{slug}',
  'One rule set: its current text, its drafts, and what it comes to',
  {
    input: editing.slugInput,
    response: ruleSetPage,
    example: { input: { slug: 'idle-load-balancers' }, response: examples.ruleSetPageExample },
  },
);
export const readRuleSetHealthContract = reads(
  '/api/rule-sets/{slug}/health',
  'How each rule of a set does: what it matched over 30 days, and what became of what it found',
  {
    input: editing.slugInput,
    response: ruleSetHealth,
    example: { input: { slug: 'idle-load-balancers' }, response: examples.healthExample },
  },
);
export const listRuleVersionsContract = reads(
  '/api/rule-sets/{slug}/versions',
  'Who published which version, when and why, the newest first',
  {
    input: editing.listVersionsInput,
    response: pageOf(editing.ruleVersionView),
    csv: ['version', 'publishedAt', 'publishedBy', 'note', 'checksum', 'bytes', 'isCurrent'],
    example: {
      input: { slug: 'idle-load-balancers' },
      response: { items: [examples.versionExample], nextCursor: null },
    },
  },
);
export const readRuleVersionContract = reads(
  '/api/rule-sets/{slug}/versions/{version}',
  'One version with its text',
  {
    input: editing.versionInput,
    response: editing.ruleVersionText,
    example: { input: { slug: 'idle-load-balancers', version: 2 }, response: examples.versionTextExample },
  },
);
export const restoreRuleVersionContract = writes(
  'operator',
  '/api/rule-sets/{slug}/versions/{version}/restore',
  'Publish an older version again, as the next one',
  {
    input: editing.restoreInput,
    response: editing.publishedVersion,
    example: {
      input: { slug: 'idle-load-balancers', version: 1, currentVersion: 2, note: 'One week was right' },
      response: {
        slug: 'idle-load-balancers',
        version: 3,
        secondOpinion: examples.versionExample.secondOpinion,
      },
    },
  },
);
export const exportRuleVersionContract = reads(
  '/api/rule-sets/{slug}/versions/{version}/json-rules-engine',
  'A version as a document of json-rules-engine, and what of it cannot be said there',
  {
    input: editing.versionInput,
    response: exportedRules,
    example: { input: { slug: 'idle-load-balancers', version: 2 }, response: examples.exportedExample },
  },
);
export const startRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts',
  'Begin another draft from a version',
  {
    input: editing.startDraftInput,
    response: editing.draftView,
    status: 201,
    example: {
      input: { slug: 'idle-load-balancers', baseVersion: 2, yaml: examples.yamlExample },
      response: examples.draftExample,
    },
  },
);
export const saveRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts/{number}',
  'Save a draft, unless somebody saved it since the revision that you have seen',
  {
    method: 'PUT',
    input: editing.saveDraftInput,
    response: editing.draftView,
    example: {
      input: { slug: 'idle-load-balancers', number: 1, revision: 2, yaml: examples.yamlExample },
      response: examples.draftExample,
    },
  },
);
export const removeRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts/{number}',
  'Delete a draft for good; a set of which nothing was ever published goes with its last one',
  {
    method: 'DELETE',
    body: undefined,
    input: editing.draftInput,
    response: editing.deletedDraft,
    example: {
      input: { slug: 'idle-load-balancers', number: 1, revision: 3 },
      response: { slug: 'idle-load-balancers', isSetDeleted: false },
    },
  },
);
export const moveRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts/{number}/move',
  'Put the changes of a draft onto the version that was published since it was begun',
  {
    input: editing.draftInput,
    response: editing.movedDraft,
    example: {
      input: { slug: 'idle-load-balancers', number: 1, revision: 3 },
      response: { draft: examples.draftExample, conflicts: 0 },
    },
  },
);
export const publishRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts/{number}/publish',
  'Make a draft the next version: its text must be valid and its own tests pass',
  {
    input: editing.publishInput,
    response: editing.publishedVersion,
    example: {
      input: { slug: 'idle-load-balancers', number: 1, revision: 3, note: 'Two weeks instead of one' },
      response: {
        slug: 'idle-load-balancers',
        version: 3,
        secondOpinion: examples.versionExample.secondOpinion,
      },
    },
  },
);
export const enableRuleSetContract = writes(
  'operator',
  '/api/rule-sets/{slug}/enable',
  'Let generations use a rule set',
  {
    input: editing.slugInput,
    response: editing.enabledState,
    example: {
      input: { slug: 'idle-load-balancers' },
      response: { slug: 'idle-load-balancers', enabled: true },
    },
  },
);
export const disableRuleSetContract = writes(
  'operator',
  '/api/rule-sets/{slug}/disable',
  'Let no generation use a rule set; what it found is withdrawn by the next one',
  {
    input: editing.slugInput,
    response: editing.enabledState,
    example: {
      input: { slug: 'idle-load-balancers' },
      response: { slug: 'idle-load-balancers', enabled: false },
    },
  },
);
