import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import { listRuleSetsInput, ruleSetPage, ruleSetView } from '@/lib/recommendations/rule-sets.schema';
import * as editing from '@/lib/rules/editing/schema';
import { evaluateInput, evaluateOutput, validateInput, validateOutput } from '@/lib/rules/schema';

export const validateRulesContract = writes(
  'viewer',
  '/api/rules/validate',
  'Check a rule set, with the place of every fault',
  {
    input: validateInput,
    response: validateOutput,
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
    ],
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
  },
);
export const readRuleSetContract = reads(
  '/api/rule-sets/{slug}',
  'One rule set: its current text, its drafts, and what it comes to',
  {
    input: editing.slugInput,
    response: ruleSetPage,
  },
);
export const listRuleVersionsContract = reads(
  '/api/rule-sets/{slug}/versions',
  'Who published which version, when and why, the newest first',
  {
    input: editing.listVersionsInput,
    response: pageOf(editing.ruleVersionView),
    csv: ['version', 'publishedAt', 'publishedBy', 'note', 'checksum', 'bytes', 'isCurrent'],
  },
);
export const readRuleVersionContract = reads(
  '/api/rule-sets/{slug}/versions/{version}',
  'One version with its text',
  {
    input: editing.versionInput,
    response: editing.ruleVersionText,
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
  },
);
export const moveRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts/{number}/move',
  'Put the changes of a draft onto the version that was published since it was begun',
  {
    input: editing.draftInput,
    response: editing.movedDraft,
  },
);
export const publishRuleDraftContract = writes(
  'operator',
  '/api/rule-sets/{slug}/drafts/{number}/publish',
  'Make a draft the next version: its text must be valid and its own tests pass',
  {
    input: editing.publishInput,
    response: editing.publishedVersion,
  },
);
export const enableRuleSetContract = writes(
  'operator',
  '/api/rule-sets/{slug}/enable',
  'Let generations use a rule set',
  {
    input: editing.slugInput,
    response: editing.enabledState,
  },
);
export const disableRuleSetContract = writes(
  'operator',
  '/api/rule-sets/{slug}/disable',
  'Let no generation use a rule set; what it found is withdrawn by the next one',
  {
    input: editing.slugInput,
    response: editing.enabledState,
  },
);
