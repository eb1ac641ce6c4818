import { actionWords } from '@/components/recommendations/states';
import type { ExemptionView } from '@/lib/recommendations/exemptions/schema';

export const KIND_WORDS = { resource: 'Resource', account: 'Account', tag: 'Tag' } as const;

type Thing = Pick<
  ExemptionView,
  'kind' | 'resourceId' | 'resourceName' | 'provider' | 'account' | 'tagKey' | 'tagValue'
>;

/** What is exempt, in a few words: a resource's name, "aws 1111", "env = dr". */
export function thingWords({
  kind,
  resourceId,
  resourceName,
  provider,
  account,
  tagKey,
  tagValue,
}: Thing): string {
  if (kind === 'resource') return resourceName ?? `resource ${resourceId}`;
  if (kind === 'account') return `${provider} ${account}`;
  return tagValue === null ? `${tagKey}, whatever it says` : `${tagKey} = ${tagValue}`;
}

/** Of which findings: "every rule set", "Delete of Load balancers nobody uses". */
export function scopeWords({
  action,
  ruleSet,
  ruleSetTitle,
}: Pick<ExemptionView, 'action' | 'ruleSet' | 'ruleSetTitle'>): string {
  const set = ruleSet === null ? 'every rule set' : (ruleSetTitle ?? ruleSet);
  return action === null ? set : `${actionWords(action)}, ${set}`;
}
