import type { Facts } from '@/lib/rules/schema';
import { tagsIn } from '../placement';

/**
 * Which exemption holds a finding back. Pure. They are laid out once for a generation, by what they are of, so that a
 * resource which none of them covers costs a look-up for itself, its account and each of its tags.
 */
export type ExemptionInForce = {
  id: string;
  ruleSet: string | null;
  action: string | null;
  resourceId: string | null;
  provider: string | null;
  account: string | null;
  tagKey: string | null;
  tagValue: string | null;
  until: Date;
  reason: string;
};

type Coverable = { resourceId: string; provider: string; account: string; facts: Facts };

export class Exemptions {
  private readonly byResource = new Map<string, ExemptionInForce[]>();
  private readonly byAccount = new Map<string, ExemptionInForce[]>();
  private readonly byTag = new Map<string, ExemptionInForce[]>(); // key, or key=value

  constructor(inForce: Iterable<ExemptionInForce>) {
    for (const exemption of inForce) {
      const { resourceId, provider, account, tagKey, tagValue } = exemption;
      if (resourceId !== null) add(this.byResource, resourceId, exemption);
      else if (provider !== null && account !== null) {
        add(this.byAccount, accountKey(provider, account), exemption);
      } else if (tagKey !== null) add(this.byTag, tagKeyOf(tagKey, tagValue), exemption);
    }
  }

  /** Those that cover a resource, whatever they are for; undefined for nearly all. */
  covering({ resourceId, provider, account, facts }: Coverable): ExemptionInForce[] | undefined {
    let covering = this.byResource.get(resourceId);
    if (this.byAccount.size > 0) {
      covering = joined(covering, this.byAccount.get(accountKey(provider, account)));
    }
    if (this.byTag.size > 0) {
      for (const [key, value] of Object.entries(tagsIn(facts.tags))) {
        covering = joined(covering, this.byTag.get(tagKeyOf(key, null)));
        covering = joined(covering, this.byTag.get(tagKeyOf(key, value)));
      }
    }
    return covering;
  }
}

/** Of those that cover a resource the one that holds this finding back, the longest where there are several. */
export function holdingBack(
  covering: ExemptionInForce[] | undefined,
  { set, action }: { set: string; action: string },
): ExemptionInForce | undefined {
  let longest: ExemptionInForce | undefined;
  for (const exemption of covering ?? []) {
    if (exemption.ruleSet !== null && exemption.ruleSet !== set) continue;
    if (exemption.action !== null && exemption.action !== action) continue;
    if (!longest || exemption.until > longest.until) longest = exemption;
  }
  return longest;
}

/** Why a finding is withdrawn, for its history and its ticket. */
export function describeExemption({ until, reason }: Pick<ExemptionInForce, 'until' | 'reason'>): string {
  return `It is exempt until ${until.toISOString().slice(0, 10)}: ${reason}`;
}

function accountKey(provider: string, account: string): string {
  return `${provider}/${account}`;
}

/** No key of a tag has a line break in it, as it came in one line of a bill or an inventory. */
function tagKeyOf(key: string, value: string | null): string {
  return value === null ? key : `${key}\n${value}`;
}

function add(map: Map<string, ExemptionInForce[]>, key: string, exemption: ExemptionInForce): void {
  const known = map.get(key);
  if (known) known.push(exemption);
  else map.set(key, [exemption]);
}

function joined(
  covering: ExemptionInForce[] | undefined,
  more: ExemptionInForce[] | undefined,
): ExemptionInForce[] | undefined {
  if (!more) return covering;
  return covering ? [...covering, ...more] : more;
}
