import type { CompiledVersion } from '@/lib/rules/data';
import { type ExemptionInForce, type Exemptions, holdingBack } from '../exemptions/cover';
import { evaluateFor } from '../offered';
import { claimOf, costsOf, type PlacedResource } from '../recommend';
import type { Finding } from './life';

/** When a resource is judged, and what was exempt then. */
export type Judging = { at: Date; exemptions: Exemptions };

export const NOTHING: ReadonlyMap<string, Finding> = new Map();
const NONE: ReadonlyMap<string, ExemptionInForce> = new Map();

/**
 * What one text finds of a resource and no exemption holds back; of two rules that ask for the same action the later one
 * says what it is.
 */
export function findingsOf(
  version: CompiledVersion | null,
  resource: PlacedResource | null,
  { at, exemptions }: Judging,
): ReadonlyMap<string, Finding> {
  if (!version || !resource) return NOTHING;
  const { recommend } = evaluateFor(version, resource, at);
  if (recommend.length === 0) return NOTHING;
  const covering = exemptions.covering(resource);
  const found = new Map<string, Finding>();
  for (const wanted of recommend) {
    const { action, rule, reason, atStake = null } = wanted;
    if (holdingBack(covering, { set: version.slug, action })) continue;
    const { savings } = claimOf(resource, wanted);
    const { cashCost = null } = costsOf(resource, action);
    found.set(action, { action, rule, savings, atStake, currency: resource.currency, reason, cashCost });
  }
  return found;
}

/** What a text would find of a resource, were it not exempt, by action. */
export function heldBackOf(
  version: CompiledVersion,
  resource: PlacedResource,
  { at, exemptions }: Judging,
): ReadonlyMap<string, ExemptionInForce> {
  const covering = exemptions.covering(resource);
  if (!covering) return NONE; // nearly all: they are not judged for it
  const { recommend } = evaluateFor(version, resource, at);
  return new Map(
    recommend.flatMap(({ action }) => {
      const exemption = holdingBack(covering, { set: version.slug, action });
      return exemption ? [[action, exemption]] : [];
    }),
  );
}
