import { expect, it } from 'vitest';
import { figuresWords, markedWords, percentWords } from './health-words';

it('says what a version of a rule came to, and leaves out what there was nothing of', () => {
  const figures = { judged: 1400, matched: 13, unknown: 2, errors: 0, heldBack: 0, decided: 0, dismissed: 0 };
  expect(figuresWords(figures)).toBe('13 of 1,400 matched, 2 unknown');
  expect(figuresWords({ ...figures, errors: 1, heldBack: 3, decided: 5, dismissed: 4 })).toBe(
    '13 of 1,400 matched, 2 unknown, 1 error, 3 exempt, 4 of 5 decided were dismissed',
  );
});

it('says which rules stand out and why', () => {
  expect(
    markedWords([
      { rule: 'stop', mark: 'never_matches' },
      { rule: 'delete', mark: 'mostly_dismissed' },
    ]),
  ).toBe('stop: never matched in 30 days\ndelete: mostly dismissed');
});

it('shows a small share with a digit more', () => {
  expect([0, 0.004, 0.05, 0.5, 1].map(percentWords)).toEqual(['0 %', '0.4 %', '5.0 %', '50 %', '100 %']);
});
