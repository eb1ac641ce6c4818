import { expect, it } from 'vitest';
import { type Chosen, choose, choosePage, everything, isChosen, nothing, pageState } from './chosen';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
type Row = { id: string };
const first = rows('a', 'b', 'c', 'd');
const second = rows('e', 'f');
const ids = (chosen: Chosen<Row>) => [...chosen.rows.keys()].sort().join('');

it('a row is chosen and let go again', () => {
  const one = choose(nothing<Row>(), first, 'b', false);
  expect([ids(one), pageState(one, first)]).toEqual(['b', 'some']);
  expect(ids(choose(one, first, 'b', false))).toBe('');
});

it('a range goes from the row chosen last, up or down, and becomes as its end', () => {
  const down = choose(choose(nothing<Row>(), first, 'b', false), first, 'd', true);
  expect(ids(down)).toBe('bcd');
  const up = choose(down, first, 'c', true);
  expect(ids(up)).toBe('b');
  expect(ids(choose(choose(nothing<Row>(), first, 'd', false), first, 'a', true))).toBe('abcd');
});

it('a range does not reach over a page', () => {
  const one = choose(nothing<Row>(), first, 'a', false);
  expect(ids(choose(one, second, 'f', true))).toBe('af');
  expect(ids(choose(nothing<Row>(), first, 'c', true))).toBe('c'); // nothing was chosen before
});

it('the head chooses its page and lets it go; other pages keep theirs', () => {
  const both = choosePage(choosePage(nothing<Row>(), first), second);
  expect([ids(both), pageState(both, first), pageState(both, second)]).toEqual(['abcdef', 'all', 'all']);
  expect(ids(choosePage(both, second))).toBe('abcd');
  const some = choose(both, first, 'a', false);
  expect(pageState(some, first)).toBe('some');
  expect(ids(choosePage(some, first))).toBe('abcdef');
});

it('of all that fit, letting one go leaves the rest of its page', () => {
  const all = everything<Row>();
  expect([isChosen(all, 'z'), pageState(all, first)]).toEqual([true, 'all']);
  const rest = choose(all, first, 'b', false);
  expect([rest.isAll, ids(rest), isChosen(rest, 'z')]).toEqual([false, 'acd', false]);
});

it('an empty page is not all chosen', () => {
  expect(pageState(nothing<Row>(), [])).toBe('none');
});
