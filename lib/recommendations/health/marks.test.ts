import { expect, it } from 'vitest';
import { marksOf } from './marks';

const rule = {
  recommends: true,
  isCurrent: true,
  generations: 4,
  judged: 400,
  matched: 3,
  decided: 10,
  dismissed: 2,
};

it('a rule that matches and is acted on does not stand out', () => {
  expect(marksOf(rule)).toEqual([]);
});

it('one that matched nothing in more than one generation stands out, if there was anything to judge', () => {
  expect(marksOf({ ...rule, matched: 0 })).toEqual(['never_matches']);
  expect(marksOf({ ...rule, matched: 0, generations: 1 })).toEqual([]);
  expect(marksOf({ ...rule, matched: 0, judged: 0 })).toEqual([]);
});

it('one that is dismissed more than half of the time stands out from five decisions on', () => {
  expect(marksOf({ ...rule, decided: 5, dismissed: 3 })).toEqual(['mostly_dismissed']);
  expect(marksOf({ ...rule, decided: 6, dismissed: 3 })).toEqual([]);
  expect(marksOf({ ...rule, decided: 4, dismissed: 4 })).toEqual([]);
});

it('one that only sets facts, or has left the text, does not', () => {
  const bad = { ...rule, matched: 0, dismissed: 10 };
  expect(marksOf(bad)).toEqual(['never_matches', 'mostly_dismissed']);
  expect(marksOf({ ...bad, recommends: false })).toEqual([]);
  expect(marksOf({ ...bad, isCurrent: false })).toEqual([]);
});
