import { own } from '@/lib/core/own.schema';

/**
 * Which ids name one thing wherever it is, so that the region of a row says something about the resource and is no part
 * of its identity. An id that is not listed is unique in its region only.
 */
type IdForm = {
  what: string;
  pattern: RegExp;
  /** The region that the id itself names. */
  region?: RegExp;
  /** The shorter spelling that other exports write for the same thing; `1` of the match. */
  short?: RegExp;
};

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

/**
 * Prefixes of AWS ids that end in a part that AWS draws at random: 8 characters once, 17 today
 * (docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html and the API references of the other services).
 */
const AWS_PREFIXES =
  'acl|ami|cr|dopt|dxcon|dxvif|eipalloc|eipassoc|eni|eigw|fs|fsap|i|igw|lt|nat|pcx|rtb|rtbassoc|sg|sgr|snap|subnet|tgw|tgw-attach|tgw-rtb|vgw|vol|vpc|vpce|vpn';
const AWS_RANDOM = `(?:(?:${AWS_PREFIXES})-(?=[0-9a-f]*\\d)[0-9a-f]{8,17}|[a-z][a-z-]{0,14}-[0-9a-f]{17}|ws-[0-9a-z]{9})`;

const FORMS: Record<string, IdForm[]> = {
  // arn:partition:service:region:account:resource (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
  aws: [
    {
      what: 'the ARN of a bucket: bucket names are unique in a partition',
      pattern: /^arn:[^:]*:s3:::[^/]+$/,
      short: /^arn:[^:]*:s3:::([^/]+)$/,
    },
    {
      what: 'the ARN of a commitment, whose short id other columns and exports write',
      pattern:
        /^arn:[^:]*:[^:]*:[^:]*:[^:]*:(?:reserved-instances|savingsplan|ri|reserved-instance|reserved-node)[:/]/,
      region: /^arn:[^:]*:[^:]*:([^:]+):/,
      short: /[:/]([^:/]+)$/,
    },
    {
      what: 'any other ARN; the last part names the thing alone where it is drawn at random, a function or a table does not',
      pattern: /^arn:[^:]+:[^:]+:[^:]*:[^:]*:./,
      region: /^arn:[^:]*:[^:]*:([^:]+):/,
      short: new RegExp(`[:/](${AWS_RANDOM}|${UUID})$`),
    },
    { what: 'an id with a random part', pattern: new RegExp(`^${AWS_RANDOM}$`) },
  ],
  // /subscriptions/…/providers/…, in any letter case (learn.microsoft.com, "Azure Resource Manager resource IDs").
  azure: [
    {
      what: 'a reservation or savings plan, whose bare id CommitmentDiscountId may hold',
      pattern: new RegExp(`^/providers/microsoft\\.(?:capacity|billingbenefits)/.*/${UUID}$`),
      short: new RegExp(`/(${UUID})$`),
    },
    { what: 'the path of a resource', pattern: /^\/(?:subscriptions|providers)\/./ },
  ],
  // //service/relative name (cloud.google.com/asset-inventory/docs/resource-name-format); only Compute is known by the
  // relative name or a link alone, as paths of other services repeat.
  gcp: [
    {
      what: 'the full name or link of something in Compute Engine',
      pattern:
        /^(?:\/\/compute\.googleapis\.com\/|https:\/\/(?:www|compute)\.googleapis\.com\/compute\/v1\/)projects\/./,
      region: /\/(?:regions\/|zones\/(?=[^/]+-[a-z](?:\/|$)))([a-z0-9-]+?\d)(?:-[a-z])?(?:\/|$)/,
      short: /\/(projects\/.+)$/,
    },
    {
      what: 'a full resource name, or a path below a project, folder or organisation',
      pattern:
        /^(?:\/\/[a-z0-9.-]+\/.|https:\/\/[a-z0-9.-]+\.googleapis\.com\/.|(?:projects|folders|organizations)\/[^/]+\/.)/,
      region: /\/(?:regions\/|locations\/|zones\/(?=[^/]+-[a-z](?:\/|$)))([a-z0-9-]+?\d)(?:-[a-z])?(?:\/|$)/,
    },
    { what: 'a number that Compute Engine draws at random', pattern: /^\d{15,20}$/ },
  ],
  // ocid1.<type>.<realm>.[region][.future].<unique> (docs.oracle.com/iaas/Content/General/Concepts/identifiers.htm).
  oracle: [{ what: 'an OCID', pattern: /^ocid1\.[a-z0-9]+\.[a-z0-9]+\.[a-z0-9-]*\..+$/i }],
};

/** Whoever writes it, a UUID is one thing's. */
const ANYWHERE: IdForm[] = [{ what: 'a UUID', pattern: new RegExp(`^${UUID}$`, 'i') }];

export type ReadId = { isUnique: boolean; region: string | null; short: string | null };

/** What the spelling of an id says by itself. The provider is normalised; of Azure so is the id. */
export function readId(provider: string, id: string): ReadId {
  const form = [...(own(FORMS, provider) ?? []), ...ANYWHERE].find(({ pattern }) => pattern.test(id));
  if (!form) return { isUnique: false, region: null, short: null };
  return { isUnique: true, region: partOf(form.region, id), short: partOf(form.short, id) };
}

function partOf(pattern: RegExp | undefined, id: string): string | null {
  return pattern?.exec(id)?.[1] ?? null;
}
