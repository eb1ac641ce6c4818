import type { Exempted } from '@/lib/recommendations/exemptions/schema';

/** What is typed of what an exemption is of, each kind beside the others so that a change of mind loses nothing. */
export type ThingDraft = {
  kind: Exempted['kind'];
  resourceId: string | null;
  provider: string;
  account: string;
  key: string;
  value: string;
};

export const EMPTY_THING: ThingDraft = {
  kind: 'resource',
  resourceId: null,
  provider: 'aws',
  account: '',
  key: '',
  value: '',
};

/** What it is of, once enough is said. */
export function exemptedOf({ kind, resourceId, ...typed }: ThingDraft): Exempted | null {
  if (kind === 'resource') return resourceId === null ? null : { kind, resourceId };
  const provider = typed.provider.trim();
  const account = typed.account.trim();
  if (kind === 'account') return provider && account ? { kind, provider, account } : null;
  const key = typed.key.trim();
  return key ? { kind, key, value: typed.value.trim() || null } : null;
}
