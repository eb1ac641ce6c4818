import type { APIRequestContext } from '@playwright/test';
import { listDoublesContract, previewJoinContract } from '@/lib/contracts/resources';
import { addSource, call, expect, freshName } from './fixtures';

/**
 * Two resources that are one: an inventory that writes a region, and the same again with a zone in its place. Waits
 * until no analysis run stands in the way of joining them.
 */
export async function makeTwins(
  api: APIRequestContext,
): Promise<{ keptId: string; joinedId: string; nativeId: string }> {
  const { id } = await addSource(api, 'inventory');
  const nativeId = freshName('twin').replaceAll(' ', '-');
  const at = new Date().toISOString();
  const place = { provider: 'gcp', account: 'e2e-twins' };
  const resources = ['us-central1', 'us-central1-a'].map((region) => ({
    ...place,
    ...{ region, id: nativeId, kind: 'instance', observed_at: at },
  }));
  const scopes = [{ ...place, region: '*', kinds: ['instance'], complete: true }];
  const data = JSON.stringify({ schema: 1, collected_at: at, scopes, resources });
  expect((await api.put(`/api/sources/${id}/import?file=twins.json`, { data })).ok()).toBe(true);
  const [double] = (await call(api, listDoublesContract, { q: nativeId })).items;
  const pair = { keptId: double?.kept.id ?? '', joinedId: double?.joined.id ?? '' };
  await expect
    .poll(async () => (await call(api, previewJoinContract, pair)).problem, { timeout: 40_000 })
    .toBeNull();
  return { ...pair, nativeId };
}
