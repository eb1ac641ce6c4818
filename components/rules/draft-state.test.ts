import { describe, expect, it } from 'vitest';
import { RequestError } from '@/components/ui/request';
import type { DraftView, RuleSetDetail } from '@/lib/rules/editing/schema';
import { type DraftEvent, isOnItsWay, isUnsaved, reduceDraft, startOf } from './draft-state';

const at = '2026-11-21T10:00:00.000Z';
const draft = (number: number, change: Partial<DraftView> = {}): DraftView => ({
  ...{ number, baseVersion: 7, yaml: `draft ${number}`, revision: 1 },
  ...{ createdAt: at, createdBy: 'ada', updatedAt: at, updatedBy: 'ada', ...change },
});
const current = {
  ...{ id: '7', version: 7, publishedAt: at, publishedBy: 'ada', note: null, checksum: '', bytes: 9 },
  ...{ isCurrent: true, limitsOverride: null, secondOpinion: null, yaml: 'published' },
};
const setOf = (drafts: DraftView[]): RuleSetDetail => ({
  ...{ id: 'idle', slug: 'idle', title: 'Idle', domain: 'finops', origin: 'operator', enabled: true },
  ...{ current, drafts, isChangedHere: false, shipped: null, arming: [] },
});
const failed = (status: number, code: string): DraftEvent => ({
  type: 'failed',
  error: new RequestError(status, { code, detail: code }),
});
const through = (...events: DraftEvent[]) => events.reduce(reduceDraft, startOf(setOf([draft(1)]), null));

describe('what the page of a set opens with', () => {
  it.each([
    ['the published text where nothing is in hand', [], null, 'published'],
    ['the published text when it is asked for', [draft(1)], 0, 'published'],
    ['the draft that is asked for', [draft(1), draft(2)], 2, 'draft 2'],
    [
      'the draft on the current version before an older one',
      [draft(1, { baseVersion: 6 }), draft(2)],
      null,
      'draft 2',
    ],
    ['an older draft where there is no other', [draft(1, { baseVersion: 6 })], null, 'draft 1'],
    ['what there is when the draft that is asked for is gone', [draft(1)], 9, 'draft 1'],
  ])('is %s', (_, drafts, asked, text) => {
    expect(startOf(setOf(drafts), asked).text).toBe(text);
  });
});

describe('a text in hand', () => {
  it('is unsaved from a change until the server has just that text', () => {
    expect(isUnsaved(through())).toBe(false);
    const typed = through({ type: 'typed', text: 'a' }, { type: 'sent' }, { type: 'typed', text: 'ab' });
    expect(isUnsaved(typed)).toBe(true);
    const saved = reduceDraft(typed, { type: 'saved', draft: draft(1, { yaml: 'a', revision: 2 }) });
    expect([isUnsaved(saved), isOnItsWay(saved), saved.text]).toEqual([true, true, 'ab']);
    const both = reduceDraft(saved, { type: 'saved', draft: draft(1, { yaml: 'ab', revision: 3 }) });
    expect([isUnsaved(both), both.kept.revision]).toEqual([false, 3]);
  });

  it.each([
    [0, 'unreachable', 'unreachable', true],
    [503, 'unavailable', 'unreachable', true],
    [429, 'rate_limited', 'unreachable', true],
    [422, 'invalid_input', 'refused', false],
    [409, 'conflict', 'overtaken', false],
    [404, 'not_found', 'gone', false],
  ])('that was not saved (%d %s) is %s and stays as it is', (status, code, phase, isTriedAgain) => {
    const state = through({ type: 'typed', text: 'mine' }, { type: 'sent' }, failed(status, code));
    expect(state).toMatchObject({ phase, text: 'mine' });
    expect(isOnItsWay(state)).toBe(isTriedAgain);
  });

  it('that was refused is tried again once it is changed; that was overtaken waits for a person', () => {
    expect(through(failed(422, 'invalid_input'), { type: 'typed', text: 'b' }).phase).toBe('still');
    expect(through(failed(409, 'conflict'), { type: 'typed', text: 'b' }).phase).toBe('overtaken');
  });

  it('that was overtaken can be saved over the other, give way to it, or part from it', () => {
    const overtaken: DraftEvent[] = [{ type: 'typed', text: 'mine' }, failed(409, 'conflict')];
    const theirs = draft(1, { yaml: 'theirs', revision: 4 });
    const over = through(...overtaken, { type: 'overwrites', draft: theirs });
    expect(over).toMatchObject({ text: 'mine', kept: { number: 1, revision: 4 }, phase: 'still' });
    expect(isOnItsWay(over)).toBe(true);
    expect(through(...overtaken, { type: 'opened', draft: theirs })).toMatchObject({
      text: 'theirs',
      phase: 'still',
    });
    expect(through(...overtaken, { type: 'parted' })).toMatchObject({ text: 'mine', kept: { number: null } });
  });

  it('that was moved onto another version is shown as it is then, unless one has typed since', () => {
    const moved: DraftEvent = {
      type: 'moved',
      draft: draft(1, { yaml: 'merged', revision: 2 }),
      from: 'draft 1',
    };
    expect(through(moved)).toMatchObject({ text: 'merged', kept: { revision: 2 }, phase: 'still' });
    expect(through({ type: 'typed', text: 'mine' }, moved)).toMatchObject({
      ...{ text: 'mine', kept: { revision: 1, text: 'draft 1' }, phase: 'overtaken' },
    });
  });
});
