import { describe, expect, it } from 'vitest';
import { EFFECT_EVENTS, judgeFinding, moveEffect } from './moves';
import { effectState } from './schema';

/** The whole table of the state machine, written out a second time as pairs. */
const ALLOWED: Record<string, string> = {
  'intended send': 'sending',
  'intended link': 'confirmed',
  'sending confirm': 'confirmed',
  'sending reject': 'rejected',
  'sending defer': 'intended',
  'sending doubt': 'uncertain',
  'uncertain find': 'confirmed',
  'uncertain show_absent': 'intended',
  'uncertain park': 'parked',
  'parked link': 'confirmed',
  'parked allow': 'intended',
  'rejected link': 'confirmed',
  'rejected allow': 'intended',
};

const EVERY = effectState.options.flatMap((state) => EFFECT_EVENTS.map((event) => ({ state, event })));

describe('moves', () => {
  it.each(EVERY)('$state, $event', ({ state, event }) => {
    const expected = ALLOWED[`${state} ${event}`];
    if (expected) expect(moveEffect(state, event)).toBe(expected);
    else expect(() => moveEffect(state, event)).toThrow(expect.objectContaining({ code: 'conflict' }));
  });

  it('never leaves confirmed', () => {
    for (const event of EFFECT_EVENTS) expect(() => moveEffect('confirmed', event)).toThrow();
  });
});

describe('what a look concludes', () => {
  it.each([
    ['found', false, true, 'find'],
    ['found', true, false, 'find'],
    ['absent', false, true, null],
    ['absent', true, true, 'show_absent'],
    ['absent', true, false, 'show_absent'],
    ['unproven', false, true, null],
    ['unproven', true, false, null],
    ['unproven', true, true, 'park'],
    ['unavailable', true, true, null],
    ['unavailable', false, true, null],
  ] as const)('%s, past the horizon %s, may park %s: %s', (finding, pastHorizon, mayPark, expected) => {
    expect(judgeFinding(finding, { pastHorizon, mayPark })).toBe(expected);
  });
});
