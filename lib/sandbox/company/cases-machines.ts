/** Machines: oversized, of old families, and what looks like it. */
import { type Case, METRICS, of, type View } from './case';
import * as meters from './meters';
import type { Json, State } from './schema';
import type { Provider } from './world';

const CALM = { cpu_p95: 8.4, cpu_max: 31.2, mem_p95: 22.6 };
export const BUSY = { cpu_p95: 61.3, cpu_max: 92.5, mem_p95: 71.8 };

type Machine = {
  facts: Record<string, Json>;
  type: string;
  cured?: string;
  /** The size that a quarter of them is given during the weeks, because there is more to do. */
  grown?: string;
  committed?: number;
  provider?: Provider;
};

/** m6i of m6i.xlarge, Dsv5 of Standard_D8s_v5, n2 of n2-standard-8. */
function familyOf(size: string): string {
  const azure = /^Standard_([A-Z]+)\d+([a-z]*)_(v\d+)$/.exec(size);
  if (azure) return azure.slice(1).join('');
  return size.split(/[.-]/)[0] ?? size;
}

/** Some day in the last seven weeks. */
function hasGrown({ part, day, lastDay }: View): boolean {
  return part('grows') < 0.25 && day >= lastDay - Math.floor(part('grows on') * 50);
}

export function machine(name: string, spec: Machine): Case {
  const { facts, type, cured, grown, committed, provider = 'AWS' } = spec;
  const shaped = (size: string): State => {
    const family = familyOf(size);
    const shape = { state: 'running', instance_type: size, family, arch: 'x86_64', group_managed: false };
    return of({ ...shape, ...METRICS, ...facts }, meters.machine(size));
  };
  return {
    name,
    kind: 'instance',
    provider,
    isWaste: cured !== undefined,
    state: (view) => shaped(grown !== undefined && hasGrown(view) ? grown : type),
    ...(cured === undefined ? {} : { cured: () => shaped(cured) }),
    ...(committed === undefined ? {} : { committed }),
  };
}

export const MACHINES: Case[] = [
  machine('oversized machine', { facts: CALM, type: 'm6i.2xlarge', cured: 'm6i.xlarge' }),
  machine('oversized machine', { facts: CALM, type: 'm6i.4xlarge', cured: 'm6i.2xlarge' }),
  machine('oversized machine', {
    facts: CALM,
    type: 'Standard_D8s_v5',
    cured: 'Standard_D4s_v5',
    provider: 'Microsoft',
  }),
  machine('oversized machine', {
    facts: CALM,
    type: 'n2-standard-8',
    cured: 'n2-standard-4',
    provider: 'Google Cloud',
  }),
  machine('calm machine with a month-end batch', { facts: { ...CALM, cpu_max: 96.1 }, type: 'm6i.2xlarge' }),
  machine('calm machine bound by memory', { facts: { ...CALM, mem_p95: 83.4 }, type: 'm6i.2xlarge' }),
  machine('calm machine of a group', { facts: { ...CALM, group_managed: true }, type: 'm6i.2xlarge' }),
  machine('calm machine under a commitment', { facts: CALM, type: 'm6i.2xlarge', committed: 0.9 }),
  machine('calm machine without memory figures', {
    facts: { cpu_p95: 9.1, cpu_max: 30 },
    type: 'm6i.2xlarge',
  }),
  machine('machine of an old family', { facts: BUSY, type: 'm4.2xlarge', cured: 'm6i.2xlarge' }),
  machine('machine of an old family', { facts: BUSY, type: 'm4.xlarge', cured: 'm6i.xlarge' }),
  machine('old family, as cheap as the new', { facts: BUSY, type: 't2.large' }),
  machine('old family under a commitment', { facts: BUSY, type: 'm4.xlarge', committed: 0.8 }),
  {
    name: 'stopped machine',
    kind: 'instance',
    provider: 'AWS',
    isWaste: false,
    // A stopped machine costs nothing itself: it stands in the inventory only.
    state: () =>
      of({ state: 'stopped', instance_type: 'm5.large', family: 'm5', arch: 'x86_64', group_managed: false }),
  },
];
