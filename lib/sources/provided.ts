/** What the sources say of a resource, by the name that rules read it by. A `*` stands for any one step. */
export type ProvidedFact = {
  name: string;
  type: 'text' | 'number' | 'boolean';
  provider: string;
  description: string;
};

type Row = [name: string, type: ProvidedFact['type'], description: string];

const BILL: Row[] = [
  ['service', 'text', 'The service that charges for it, as the bill names it'],
  ['days_covered', 'number', 'Days of the last 30 that the bill covers'],
  ['days_seen', 'number', 'Days of the last 30 on which it was used'],
  ['bill_age_days', 'number', 'Days since the last settled day of the bill'],
  ['bill_ok', 'boolean', 'The bill covers 14 days or more and is at most 5 days old'],
  ['daily_cost', 'number', 'Money a day, commitments included'],
  ['monthly_cost', 'number', 'Money a month (30.4167 days), commitments included'],
  ['cash_cost', 'number', 'Money a month without what commitments pay: what deleting it would really save'],
  ['list_cost', 'number', 'Money a month at list prices'],
  ['committed_share', 'number', 'Part of the cost that commitments pay, from 0 to 1'],
  ['cost_trend', 'number', 'A mean day of the last 7 divided by one of the 23 before'],
  ['alt_cost', 'number', 'Money a month for the same quantity at the target’s price'],
  ['unused_cost', 'number', 'Money a month for the part of a commitment that nobody uses'],
  ['utilisation', 'number', 'Part of a commitment that is used, from 0 to 1'],
  [
    'untagged_share',
    'number',
    'Of an account: part of its cost that carries no tag of an owner, from 0 to 1',
  ],
  ['meter.*.cost', 'number', 'Money a month on one meter'],
  ['meter.*.qty', 'number', 'Units a month on one meter'],
  ['meter.*.price', 'number', 'Money for one unit of a meter'],
  ['meter.*.unit', 'text', 'The unit of a meter'],
];
const INVENTORY: Row[] = [
  ['state', 'text', 'What the provider says of it: running, stopped, …'],
  ['stopped_days', 'number', 'Days since it was first seen stopped, without a break'],
  ['attached', 'boolean', 'Something uses the disk or the address'],
  [
    'attached_to',
    'text',
    'The provider’s id of the machine that the disk or address hangs on: it goes with it',
  ],
  ['detached_days', 'number', 'Days since it was first seen detached, without a break'],
  ['created_at', 'text', 'When it was made, an ISO time'],
  ['observed_at', 'text', 'When the inventory saw it, an ISO time'],
  ['stopped_since', 'text', 'Since when it has been seen stopped'],
  ['detached_since', 'text', 'Since when it has been seen detached'],
  ['inv_ok', 'boolean', 'The inventory is at most 48 hours old'],
  ['inventory_age_h', 'number', 'Hours since the inventory was collected'],
  ['instance_type', 'text', 'The provider’s name for its size'],
  ['family', 'text', 'The family of its size'],
  ['arch', 'text', 'Its processor'],
  ['size_gib', 'number', 'GiB'],
  ['volume_type', 'text', 'The kind of a disk'],
  ['cpu_p95', 'number', 'Processor, percent: 95 of 100 points are below'],
  ['cpu_max', 'number', 'Processor, percent: the highest point'],
  ['mem_p95', 'number', 'Memory, percent: 95 of 100 points are below'],
  ['mibs_p95', 'number', 'MiB a second: 95 of 100 points are below'],
  ['iops_p95', 'number', 'Reads and writes a second: 95 of 100 points are below'],
  ['requests', 'number', 'Requests or new flows in the window of the metrics'],
  ['metrics_days', 'number', 'Days that the metrics cover'],
  ['metrics_share', 'number', 'Part of the points that are there, from 0 to 1'],
  ['metrics_ok', 'boolean', 'At least 14 days of metrics with 9 of 10 points, at most 48 hours old'],
  ['expires', 'boolean', 'What is kept in it is deleted after some time'],
  ['stored_gb', 'number', 'GB kept in it'],
  ['support_ends', 'text', 'When the provider’s support ends'],
  ['image_refs', 'number', 'Images that rest on a snapshot'],
  ['source_exists', 'boolean', 'What a snapshot was made of is still there'],
  ['backup_managed', 'boolean', 'A backup service made it and deletes it'],
  ['group_managed', 'boolean', 'A group that scales by itself made it'],
];
const IDENTITY: Row[] = [
  ['provider', 'text', 'aws, azure, gcp, …'],
  ['account', 'text', 'The account, subscription or project'],
  ['region', 'text', 'The region, or global'],
  ['native_id', 'text', 'What the provider knows it by'],
  ['name', 'text', 'Its name, where it has one'],
  ['kind', 'text', 'What it is: disk, instance, lb, ip, …'],
  ['age_days', 'number', 'Days since it was made, or since its first charge'],
  ['owner', 'text', 'Whose it is, by tags and the routing table; missing where nobody is known'],
  ['env', 'text', 'prod, nonprod or unknown; never missing'],
  ['tags', 'text', "Read one with tag('key')"],
  ['tags.*', 'text', 'The value of a tag'],
];
const OTHERS: Row[] = [
  ['vendor.*.savings', 'number', 'Money a month that the provider itself says an action would save'],
  ['tf.address', 'text', 'Where it stands in Terraform'],
];

export const PROVIDED: readonly ProvidedFact[] = [
  ...factsOf('every source', IDENTITY),
  ...factsOf('bill', BILL),
  ...factsOf('inventory', INVENTORY),
  ...factsOf('other exports', OTHERS),
];

function factsOf(provider: string, rows: Row[]): ProvidedFact[] {
  return rows.map(([name, type, description]) => ({ name, type, provider, description }));
}
