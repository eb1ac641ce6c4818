import { describe, expect, it } from 'vitest';
import { mergeLines } from './merge';

const names = { mine: 'yours', theirs: 'version 8' };
const merge = (base: string[], mine: string[], theirs: string[]) => {
  const { text, conflicts } = mergeLines(base.join('\n'), mine.join('\n'), theirs.join('\n'), names);
  return { lines: text.split('\n'), conflicts };
};
const BASE = ['a', 'b', 'c', 'd', 'e', 'f', ''];

describe('a merge of two texts over the one they come from', () => {
  it('takes what only one side changed, from either side', () => {
    const mine = ['a', 'B', 'c', 'd', 'e', 'f', ''];
    const theirs = ['a', 'b', 'c', 'd', 'new', 'e', ''];
    expect(merge(BASE, mine, theirs)).toEqual({
      lines: ['a', 'B', 'c', 'd', 'new', 'e', ''],
      conflicts: 0,
    });
  });

  it('takes once what both changed alike', () => {
    const both = ['a', 'b', 'C', 'd', 'f', ''];
    expect(merge(BASE, both, both)).toEqual({ lines: both, conflicts: 0 });
  });

  it('keeps both where the same line was changed in two ways, and nothing else is marked', () => {
    const mine = ['a', 'b', 'mine', 'd', 'e', 'f', 'g', ''];
    const theirs = ['a', 'b', 'theirs', 'd', 'e', 'f', ''];
    expect(merge(BASE, mine, theirs)).toEqual({
      lines: [
        ...['a', 'b', '<<<<<<< yours', 'mine', '=======', 'theirs', '>>>>>>> version 8'],
        ...['d', 'e', 'f', 'g', ''],
      ],
      conflicts: 1,
    });
  });

  it('asks a person where one removed what the other changed, and where both put something at one place', () => {
    const removed = ['a', 'b', 'd', 'e', 'f', ''];
    expect(merge(BASE, removed, ['a', 'b', 'C', 'd', 'e', 'f', ''])).toMatchObject({ conflicts: 1 });
    const put = (what: string) => ['a', 'b', 'c', what, 'd', 'e', 'f', ''];
    expect(merge(BASE, put('x'), put('y'))).toMatchObject({ conflicts: 1 });
    expect(merge(BASE, put('x'), put('x'))).toEqual({ lines: put('x'), conflicts: 0 });
  });

  it('takes neighbouring changes for one, since what stands next to it may matter', () => {
    expect(merge(BASE, ['a', 'B', 'c', 'd', 'e', 'f', ''], ['a', 'b', 'C', 'd', 'e', 'f', ''])).toMatchObject(
      { conflicts: 1 },
    );
  });

  it('hands both over whole when they have nothing in common', () => {
    const long = (word: string) => Array.from({ length: 5_000 }, (_, line) => `${word} ${line}`);
    const { lines, conflicts } = merge(['', ...BASE], long('mine'), long('theirs'));
    expect(conflicts).toBe(1);
    expect(lines).toHaveLength(10_003);
  });
});
