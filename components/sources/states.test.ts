import { expect, it } from 'vitest';
import { importExample, sourceExample } from '@/lib/contracts/sources.examples';
import { settingsOf } from './settings-words';
import { lookOfImport, type STANDING_LOOKS } from './states';

type Standing = keyof typeof STANDING_LOOKS;
const wordOf = (...standings: Standing[]) =>
  lookOfImport({ ...importExample, standings: standings.map((standing) => ({ standing, count: 1 })) }).word;

it.each<[Standing[], string]>([
  [[], 'Imported'],
  [['base'], 'Counts'],
  [['appended'], 'Counts, added'],
  [['base', 'appended'], 'Counts'],
  [['base', 'superseded'], 'Counts in part'],
  [['base', 'waiting'], 'Waiting for an answer'],
  [['incomplete'], 'Parts missing'],
  [['superseded'], 'Replaced'],
  [['discarded'], 'Left out'],
  [['superseded', 'discarded'], 'Does not count'],
])('an import whose months are %j reads “%s”', (standings, word) => {
  expect(wordOf(...standings)).toBe(word);
});

it('an import that was undone or did not come through says so first', () => {
  const undone = { ...importExample, withdrawnAt: '2026-11-21T15:00:00.000Z' };
  expect(lookOfImport(undone).word).toBe('Undone');
  expect(lookOfImport({ ...importExample, state: 'refused' }).word).toBe('Refused');
});

it('the settings send what changed, and null where a setting is taken away', () => {
  const form = new FormData();
  const filled = { name: sourceExample.name, path: '', handling: 'auto', maxBadShare: '1', enabled: 'on' };
  for (const [name, value] of Object.entries({ ...filled, effectiveCost: 'EffectiveCost' }))
    form.set(name, value);
  const source = {
    ...sourceExample,
    config: { ...sourceExample.config, effectiveCost: 'EffectiveCost' as const },
  };
  expect(settingsOf(form, source)).toEqual({});
  form.set('maxBadShare', '5');
  form.delete('enabled');
  const appending = { ...source, config: { ...source.config, handling: 'append' as const } };
  expect(settingsOf(form, appending)).toEqual({
    enabled: false,
    config: { handling: null, maxBadShare: 0.05 },
  });
});
