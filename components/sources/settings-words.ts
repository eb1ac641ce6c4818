import type { UpdateSourceInput } from '@/lib/sources/schema';
import type { SourceView } from '@/lib/sources/views.schema';

/** What a new delivery does to the month that counts. */
export const HANDLING_WORDS = {
  auto: 'Automatic: uploads ask, scheduled reads replace the month',
  ask: 'Ask when something would be lost',
  overwrite: 'Replace the month',
  append: 'Add to the month',
} as const;

type Config = NonNullable<UpdateSourceInput['config']>;

const HANDLINGS = { auto: null, ask: 'ask', overwrite: 'overwrite', append: 'append' } as const;
const isHandling = (value: string): value is keyof typeof HANDLINGS => value in HANDLINGS;

/** What the form of the settings changes; what stays as it is is left out. */
export function settingsOf(form: FormData, source: SourceView): UpdateSourceInput {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const path = text('path') || null;
  const config: Config = { ...(path === source.config.path ? {} : { path }) };
  if (source.kind === 'focus') {
    const chosen = text('handling');
    const handling = isHandling(chosen) ? HANDLINGS[chosen] : null;
    if (handling !== source.config.handling) config.handling = handling;
    const share = Number(text('maxBadShare')) / 100;
    if (share !== source.config.maxBadShare) config.maxBadShare = share;
    const effectiveCost = text('effectiveCost') === 'BilledCost' ? 'BilledCost' : 'EffectiveCost';
    if (effectiveCost !== source.config.effectiveCost) config.effectiveCost = effectiveCost;
  }
  const enabled = form.get('enabled') === 'on';
  return {
    ...(text('name') === source.name ? {} : { name: text('name') }),
    ...(enabled === source.enabled ? {} : { enabled }),
    ...(Object.keys(config).length === 0 ? {} : { config }),
  };
}
