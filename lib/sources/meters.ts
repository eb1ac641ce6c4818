/**
 * What a meter of a bill is for: the shipped map from service and SKU meter (or `x_` usage type) to the kind of the
 * resource, the name that rules read it by, and the meter that an alternative would be billed under. AWS usage types:
 * https://docs.aws.amazon.com/cur/latest/userguide/usage-types.html; other providers by the words of their meters.
 */
export type MeterMeaning = {
  usage: string; // the meter without the region that AWS puts before it: prices are compared under this name
  slug: string; // meter.<slug>.cost
  kind: string | null; // null: not mapped, which the snapshot counts
  target: string | null; // the usage of the alternative whose price is alt_cost's
};

const WELL_KNOWN: [RegExp, string][] = [
  [/extended.?support/i, 'extended_support'],
  [/log.?storage|^TimedStorage-ByteHrs$/i, 'log_storage'],
];

const KINDS: { service?: RegExp; meter: RegExp; kind: string }[] = [
  { meter: /^(BoxUsage|SpotUsage|DedicatedUsage|HostUsage|UnusedBox)\b/, kind: 'instance' },
  { meter: /^EBS:Snapshot|snapshot/i, kind: 'snapshot' },
  {
    meter: /^EBS:Volume|^(Premium|Standard) (SSD|HDD)|managed disk|^pd-|persistent disk|disk/i,
    kind: 'disk',
  },
  { meter: /^(LoadBalancerUsage|LCUUsage)|load.?balanc/i, kind: 'lb' },
  { meter: /^(ElasticIP|PublicIPv4)|ip address|static ip/i, kind: 'ip' },
  { meter: /^NatGateway|nat gateway/i, kind: 'nat_gateway' },
  { service: /eks|kubernetes/i, meter: /./, kind: 'cluster' },
  { service: /rds|relational|sql|aurora|database/i, meter: /./, kind: 'db' },
  { meter: /^(InstanceUsage|Multi-AZUsage|RDS:)/, kind: 'db' },
  {
    service: /cloudwatch|log/i,
    meter: /TimedStorage|log.?storage|DataProcessing-Bytes|VendedLog/i,
    kind: 'log_group',
  },
  { service: /s3|simple storage|storage account|cloud storage/i, meter: /./, kind: 'bucket' },
  { service: /lambda|functions/i, meter: /./, kind: 'function' },
  { service: /dynamodb/i, meter: /./, kind: 'table' },
  { service: /simple queue|sqs/i, meter: /./, kind: 'queue' },
  { service: /cloudfront/i, meter: /./, kind: 'distribution' },
  { service: /savings plan|reservation/i, meter: /./, kind: 'commitment' },
  { service: /virtual machines|compute engine/i, meter: /./, kind: 'instance' },
];

/** AWS puts a code of the region before a usage type: USE1-, EUC1-, APN1-, UGW1-. */
const REGION_CODE = /^[A-Z]{2,4}\d?-(?=[A-Z])/;

export function meaningOf(service: string | null, meter: string | null): MeterMeaning {
  const usage = (meter ?? '').replace(REGION_CODE, '') || 'unknown';
  const known = WELL_KNOWN.find(([pattern]) => pattern.test(usage));
  const kind = KINDS.find(
    (each) => each.meter.test(usage) && (!each.service || each.service.test(service ?? '')),
  );
  return {
    usage,
    slug: known ? known[1] : slugOf(usage),
    kind: kind?.kind ?? null,
    target: targetOf(usage),
  };
}

function slugOf(usage: string): string {
  const slug = usage
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^\d/.test(slug) ? `m_${slug}` : slug || 'unknown';
}

/** What AWS names as the successor of an old family; the price on our own bill decides whether it is cheaper. */
const SUCCESSORS: Record<string, string> = {
  t1: 't3',
  t2: 't3',
  m1: 'm6i',
  m2: 'r6i',
  m3: 'm6i',
  m4: 'm6i',
  c1: 'c6i',
  c3: 'c6i',
  c4: 'c6i',
  r3: 'r6i',
  r4: 'r6i',
  i2: 'i3',
  a1: 'm6g',
  g2: 'g4dn',
};

const SIZES = [
  'nano',
  'micro',
  'small',
  'medium',
  'large',
  'xlarge',
  '2xlarge',
  '4xlarge',
  '8xlarge',
  '16xlarge',
];
const MACHINE = /^((?:BoxUsage|InstanceUsage|Multi-AZUsage):(?:db\.)?)([a-z]+\d+[a-z-]*)\.(\w+)$/;

/** gp2 → gp3; a machine of an old family → the same size of its successor; any other machine → one size down. */
function targetOf(usage: string): string | null {
  if (/^EBS:VolumeUsage(\.gp2)?$/.test(usage)) return usage.endsWith('.gp2') ? 'EBS:VolumeUsage.gp3' : null;
  const machine = MACHINE.exec(usage);
  if (!machine) return null;
  const [, prefix = '', family = '', size = ''] = machine;
  const successor = Object.hasOwn(SUCCESSORS, family) ? SUCCESSORS[family] : undefined;
  if (successor) return `${prefix}${successor}.${size}`;
  const smaller = SIZES[SIZES.indexOf(size) - 1];
  return smaller ? `${prefix}${family}.${smaller}` : null;
}
