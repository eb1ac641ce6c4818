import { expect, it } from 'vitest';
import type { ComparedFile } from '@/lib/rules/files/schema';
import { chosenText, filesToTake, firstChoices, isChoosable, toggled } from './import-choice';

const compared = (id: string, change: Partial<ComparedFile> = {}): ComparedFile => ({
  ...{ id, path: id, slug: id, title: id, state: 'changed', currentVersion: 3, base: null, merged: null },
  ...{ file: `file ${id}`, current: `here ${id}`, draft: null, errors: [], failingTests: [], ...change },
});
const clean = compared('clean', { state: 'conflict', merged: { yaml: 'both', conflicts: 0 } });
const marked = compared('marked', { state: 'conflict', merged: { yaml: '<<<<<<<', conflicts: 1 } });

it('begins with what is new and what only the folder changed, and nothing that would undo an edit made here', () => {
  const files = [
    compared('changed'),
    compared('new', { state: 'new' }),
    compared('here', { state: 'here' }),
    compared('drafted', { draft: 2 }),
    compared('failing', { failingTests: ['one'] }),
    compared('invalid', { state: 'invalid' }),
    clean,
  ];
  expect(firstChoices(files)).toEqual({ changed: 'file', new: 'file' });
});

it('what is alike, gone or wrong cannot be taken', () => {
  const states = ['new', 'changed', 'conflict', 'here', 'invalid', 'same', 'gone'] as const;
  expect(states.filter((state) => isChoosable(compared('a', { state })))).toEqual([
    ...['new', 'changed', 'conflict', 'here'],
  ]);
});

it('a conflict begins with both sides in one, unless a person has to choose between marks first', () => {
  expect(toggled({}, clean)).toEqual({ clean: 'both' });
  expect(toggled({}, marked)).toEqual({ marked: 'file' });
  expect(toggled({ clean: 'both', other: 'file' }, clean)).toEqual({ other: 'file' });
});

it('what is sent is the file with what is taken of it, as it was compared', () => {
  expect(chosenText(clean, 'both')).toBe('both');
  expect(chosenText(clean, undefined)).toBe('file clean');
  expect(filesToTake([clean, compared('a'), compared('b')], { clean: 'both', b: 'file' })).toEqual([
    { path: 'clean', yaml: 'file clean', text: 'both', currentVersion: 3 },
    { path: 'b', yaml: 'file b', currentVersion: 3 },
  ]);
});
