import { AppError } from '@/lib/core/errors';
import type { EffectState } from './schema';

/**
 * The life of an effect:
 *
 *   intended  ── send ──────────▶ sending     under a lease; connection and payload are frozen from here on
 *             ── link ──────────▶ confirmed   a person names an issue that they opened in its place
 *   sending   ── confirm ───────▶ confirmed   the other side answered that it is done, and named it
 *             ── reject ────────▶ rejected    it answered that it will not
 *             ── defer ─────────▶ intended    nothing was done (429, refused connection); not before a time
 *             ── doubt ─────────▶ uncertain   no clear answer, or the lease ran out with none recorded
 *   uncertain ── find ──────────▶ confirmed   looked for and found
 *             ── show_absent ───▶ intended    looked for past the horizon, where it would have been seen
 *             ── park ──────────▶ parked      past the horizon, and nothing shows that we would see it
 *   parked    ── link ──────────▶ confirmed   a person names what it became
 *             ── allow ─────────▶ intended    a person lets it be done again, knowing there may be two
 *   rejected  ── link ──────────▶ confirmed   a person did it by hand
 *             ── allow ─────────▶ intended    a person mended what was refused; the payload is made anew
 *
 * Nothing leaves confirmed.
 */
const MOVES = {
  intended: { send: 'sending', link: 'confirmed' },
  sending: { confirm: 'confirmed', reject: 'rejected', defer: 'intended', doubt: 'uncertain' },
  uncertain: { find: 'confirmed', show_absent: 'intended', park: 'parked' },
  parked: { link: 'confirmed', allow: 'intended' },
  rejected: { link: 'confirmed', allow: 'intended' },
  confirmed: {},
} as const satisfies Record<EffectState, Partial<Record<string, EffectState>>>;

export const EFFECT_EVENTS = [
  'send',
  'confirm',
  'reject',
  'defer',
  'doubt',
  'find',
  'show_absent',
  'park',
  'link',
  'allow',
] as const;
export type EffectEvent = (typeof EFFECT_EVENTS)[number];

/** The state an event leads to. Throws `conflict` for an event that the state does not know. */
export function moveEffect(state: EffectState, event: EffectEvent): EffectState {
  const moves: Partial<Record<EffectEvent, EffectState>> = MOVES[state];
  const next = moves[event];
  if (!next) throw new AppError('conflict', `an effect that is ${state} cannot ${event.replace('_', ' ')}`);
  return next;
}

/** What a look after an uncertain effect brought. */
export type Finding<Result> =
  | { kind: 'found'; result: Result; detail: string }
  | { kind: 'absent'; detail: string } // and what stands beside it was visible, so it would have been too
  | { kind: 'unproven'; detail: string } // not found, but nothing shows that it would have been visible
  | { kind: 'unavailable'; detail: string }; // the other side could not be asked

/**
 * What follows from a look that began before or after the horizon; null: look again later. `mayPark` is false while
 * the proof of visibility may still come.
 */
export function judgeFinding(
  finding: Finding<unknown>['kind'],
  { pastHorizon, mayPark }: { pastHorizon: boolean; mayPark: boolean },
): 'find' | 'show_absent' | 'park' | null {
  if (finding === 'found') return 'find';
  if (!pastHorizon || finding === 'unavailable') return null;
  if (finding === 'absent') return 'show_absent';
  return mayPark ? 'park' : null;
}
