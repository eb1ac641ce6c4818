import { describe, expect, it } from 'vitest';
import { type Absence, judgeAbsence, type SourceReading } from './absence';

const day = (number: number) => new Date(Date.UTC(2026, 10, number));

function source(given: Partial<SourceReading> = {}): SourceReading {
  return { name: 'AWS bill', level: 'whole', reason: null, begins: day(20), judged: day(12), ...given };
}

function absence(given: Partial<Absence> = {}): Absence {
  return {
    closedAt: null,
    sources: [source(), source({ name: 'Inventory' })],
    frozen: false,
    frozenSentence: 'Does not match because attached is true.',
    current: false,
    charges: 'some',
    ...given,
  };
}

describe('gone is concluded', () => {
  it('when every source covered it whole with newer data and its own rule is now false', () => {
    expect(judgeAbsence(absence())).toEqual({
      kind: 'gone',
      reason: 'Does not match because attached is true.',
    });
  });

  it('when its rule cannot be told but the covered bill has no charge in its last two complete days', () => {
    const judged = judgeAbsence(absence({ frozen: 'unknown', charges: 'none' }));
    expect(judged).toMatchObject({ kind: 'gone', reason: expect.stringContaining('no charge') });
  });

  it('of a closed one, when the data begins after the closing', () => {
    expect(judgeAbsence(absence({ closedAt: day(19) })).kind).toBe('gone');
  });
});

describe('gone is not concluded', () => {
  const rows: [string, Partial<Absence>][] = [
    [
      'when a source failed',
      { sources: [source(), source({ name: 'Inventory', level: 'none', begins: null })] },
    ],
    [
      'when a source was read in part',
      { sources: [source({ level: 'partial', reason: 'account 4411 is missing' })] },
    ],
    [
      'when a source failed, though the bill has no charge',
      { sources: [source(), source({ level: 'none' })], frozen: 'unknown', charges: 'none' },
    ],
    ['when the data begins before the closing', { closedAt: day(21) }],
    ['when the data begins at the closing', { closedAt: day(20) }],
    [
      'when one source only begins before the closing',
      { closedAt: day(19), sources: [source(), source({ begins: day(18) })] },
    ],
    [
      'when the data is that of the finding itself',
      { sources: [source({ begins: day(12), judged: day(12) })] },
    ],
    ['when the data is older than the finding', { sources: [source({ begins: day(10) })] }],
    ['when it is not known where the data begins', { sources: [source({ begins: null })] }],
    ['when it is not known which data the finding had', { sources: [source({ judged: null })] }],
    ['when it is not known what the match rested on', { sources: [] }],
    ['when its rule cannot be told and the bill still charges', { frozen: 'unknown', charges: 'some' }],
    ['when its rule cannot be told and no bill was asked', { frozen: 'unknown', charges: 'unknown' }],
    ['when its rule is true and the present one cannot be told', { frozen: true, current: 'unknown' }],
  ];
  it.each(rows)('%s: it stays as it was, not covered, with a reason', (_, given) => {
    const judged = judgeAbsence(absence(given));
    expect(judged.kind).toBe('not_covered');
    expect(judged.reason).not.toBe('');
  });

  it('but withdrawn, when its own rule still holds and the present one does not', () => {
    expect(judgeAbsence(absence({ frozen: true, current: false })).kind).toBe('withdrawn');
    expect(judgeAbsence(absence({ frozen: true, current: 'absent' })).kind).toBe('withdrawn');
  });

  it('and names the source that was not read, and why', () => {
    const failed = source({ name: 'Inventory', level: 'none', reason: '403' });
    expect(judgeAbsence(absence({ sources: [failed] })).reason).toBe('Inventory was not read: 403');
  });
});
