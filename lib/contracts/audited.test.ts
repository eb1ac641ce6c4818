import { expect, it } from 'vitest';
import { readCalls } from '@/scripts/testing/calls';
import { areas } from './all';

/**
 * Every write leaves an event in the audit log. That each of them writes the right one is for the tests of its
 * command; this one finds the call and the command that forgot it.
 */
const calls = readCalls(['lib', 'app/api'], ['lib/http.ts']);
const AUDIT = ['recordAudit', 'recordAudits'].map((name) => `lib/people/audit.data.ts#${name}`);
const isAudited = (id: string) => calls.reaches(id, AUDIT);

/** Calls that are no GET only because their input is too large for an address: they change nothing. */
const CHANGE_NOTHING = [
  'validateRulesContract',
  'evaluateRulesContract',
  'importRulesContract',
  'askDraftWhyContract',
  'sampleDraftContract',
  'compareRuleFilesContract',
  'compareRuleFolderContract',
  'previewRouteContract',
  'previewReplayContract',
  'checkDefinitionContract',
  'previewRepairContract',
  'previewSettleAllContract',
  'previewIgnoreContract',
  'previewExemptionContract',
];

const writing = Object.values(areas).flatMap((area) =>
  Object.entries(area)
    .filter(([name, contract]) => contract.method !== 'GET' && !CHANGE_NOTHING.includes(name))
    .map(([name, { method, path }]) => ({ name, call: `${method} ${path}` })),
);

it.each(writing)('$call ($name) comes to the audit log', ({ name }) => {
  const routes = calls.declarations.filter(
    ({ id, body }) => id.startsWith('app/api/') && new RegExp(`\\b${name}\\b`).test(body),
  );
  expect(routes.map(({ id }) => id)).toHaveLength(1);
  expect(routes.map(({ id }) => isAudited(id))).toEqual([true]);
});

it('the walk tells what comes to the log from what does not', () => {
  expect(isAudited('lib/sources/commands.ts#createSource')).toBe(true);
  expect(isAudited('lib/recommendations/commands.ts#dismissLineage')).toBe(true); // by a function of its file
  expect(isAudited('lib/sources/views.data.ts#listSources')).toBe(false);
});

it('what is said to change nothing is still there and still does not', () => {
  const names = Object.values(areas).flatMap((area) => Object.keys(area));
  expect(CHANGE_NOTHING.filter((name) => !names.includes(name))).toEqual([]);
  const routes = calls.declarations.filter(
    ({ id, body }) => id.startsWith('app/api/') && CHANGE_NOTHING.some((name) => body.includes(name)),
  );
  expect(routes.filter(({ id }) => calls.reaches(id, ['lib/core/db.ts#transaction']))).toEqual([]);
});

/** Commands that open a transaction and yet are nobody's deed. */
const NO_DEED: Record<string, string> = {
  'lib/people/links.commands.ts#claimForgotten': 'counts an attempt, which the mail it may lead to tells of',
};

const commands = calls.declarations.filter(
  ({ id, isExported }) =>
    /(^|[/.])commands\.ts#/.test(id) && isExported && calls.reaches(id, ['lib/core/db.ts#transaction']),
);

it.each(commands)('$id records what it does', ({ id }) => {
  const isRecorded = isAudited(id);
  expect(isRecorded || Object.hasOwn(NO_DEED, id)).toBe(true);
  expect(isRecorded && Object.hasOwn(NO_DEED, id)).toBe(false); // an exception that is none any more goes
});
