import { expect, it } from 'vitest';
import type { DraftView } from '@/lib/rules/editing/schema';
import { resolved, withDrafts } from './compared';

const at = '2026-11-21T10:00:00.000Z';
const draft = (number: number): DraftView => ({
  ...{ number, baseVersion: 7, yaml: `draft ${number}`, revision: 1 },
  ...{ createdAt: at, createdBy: 'ada', updatedAt: at, updatedBy: 'ben' },
});
const texts = { draft: { label: 'Draft 2', text: 'typed' } };

it('every draft can be compared, the one that is open as it stands here', () => {
  expect(withDrafts(texts, [draft(2), draft(5)])).toEqual({
    draft: { label: 'Draft 2', text: 'typed' },
    'draft-5': { label: 'Draft 5, by ben', text: 'draft 5' },
  });
});

it.each([
  [
    { from: '2', to: '7' },
    { from: '2', to: '7' },
  ],
  [
    { from: '7', to: '1' },
    { from: '7', to: '1' },
  ],
  [
    { from: '7', to: 'draft' },
    { from: '7', to: 'draft' },
  ],
  [
    { from: 'draft-9', to: 'theirs' },
    { from: '6', to: '7' },
  ],
  [
    { from: '0', to: '8' },
    { from: '6', to: '7' },
  ],
])('a link to %j compares %j', (asked, shown) => {
  expect(resolved(asked, texts, 7)).toEqual(shown);
});
