import { expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { identify, keyOf, normaliseAccount, normaliseProvider } from './identity';

it.each([
  ['AWS', 'aws'],
  ['aws', 'aws'],
  ['Amazon', 'aws'],
  ['Amazon Web Services, Inc.', 'aws'],
  ['AmazonWebServices', 'aws'],
  ['Microsoft', 'azure'],
  ['MICROSOFT AZURE', 'azure'],
  ['MicrosoftAzure', 'azure'],
  ['Microsoft Corporation', 'azure'],
  ['Google', 'gcp'],
  ['Google  Cloud Platform', 'gcp'],
  ['GoogleCloud', 'gcp'],
  ['gcp', 'gcp'],
  ['OCI', 'oracle'],
  ['Oracle Cloud Infrastructure', 'oracle'],
  ['Alibaba Cloud', 'alibaba'],
  ['AlibabaCloud', 'alibaba'],
  ['Tencent Cloud', 'tencent'],
  ['Datadog, Inc.', 'datadog'],
  ['Datadog', 'datadog'],
  ['Snowflake Inc', 'snowflake'],
  ['Awesome Tools', 'awesome tools'],
])('the provider %s is %s', (written, provider) => {
  expect(normaliseProvider(written)).toBe(provider);
});

it('an account number that lost its zeros stays another account', () => {
  expect(normaliseAccount('aws', ' 12345678901 ')).toBe('12345678901');
  expect(normaliseAccount('azure', '/subscriptions/ABC/')).toBe('abc');
});

const GUID = '0A1B2C3D-1111-2222-3333-444455556666';
const PATH = `/subscriptions/${GUID}/resourceGroups/G/providers/Microsoft.Compute/disks/D`;
const LINK = 'projects/p/zones/europe-west1-b/instances/vm';

/** [provider, id, is it one thing in whatever region, the region it names, its short spelling] */
const IDS: [string, string, boolean, string | null, string | null][] = [
  ['aws', 'vol-0000000000000001', true, null, null],
  ['aws', 'i-0abcdef0123456789', true, null, null],
  ['aws', 'i-1a2b3c4d', true, null, null],
  ['aws', 'snap-0abcdef0123456789', true, null, null],
  ['aws', 'eni-0abcdef0123456789', true, null, null],
  ['aws', 'tgw-attach-0abcdef0123456789', true, null, null],
  ['aws', 'ws-92rqd0k6b', true, null, null],
  ['aws', 'i-d14', false, null, null],
  ['aws', 'ddog-1', false, null, null],
  ['aws', 'backup-20240101', false, null, null],
  ['aws', 'report2024', false, null, null],
  ['aws', 'my-bucket', false, null, null],
  ['aws', 'arn:aws:s3:::my-bucket', true, null, 'my-bucket'],
  [
    'aws',
    'arn:aws:ec2:us-east-1:4411:volume/vol-0abcdef0123456789',
    true,
    'us-east-1',
    'vol-0abcdef0123456789',
  ],
  ['aws', 'arn:aws:lambda:us-east-1:4411:function:report2024', true, 'us-east-1', null],
  ['aws', 'arn:aws:rds:us-east-1:4411:db:orders', true, 'us-east-1', null],
  ['aws', 'arn:aws:ec2:us-east-1:909:reserved-instances/ri-9', true, 'us-east-1', 'ri-9'],
  ['aws', `arn:aws:savingsplans::909:savingsplan/${GUID.toLowerCase()}`, true, null, GUID.toLowerCase()],
  ['aws', 'arn:aws-cn:iam::4411:user/someone', true, null, null],
  ['azure', PATH, true, null, null],
  ['azure', `${PATH}/`, true, null, null],
  ['azure', 'disk-1', false, null, null],
  [
    'azure',
    `/providers/Microsoft.Capacity/reservationOrders/o/reservations/${GUID}`,
    true,
    null,
    GUID.toLowerCase(),
  ],
  ['gcp', `//compute.googleapis.com/${LINK}`, true, 'europe-west1', LINK],
  ['gcp', `https://www.googleapis.com/compute/v1/${LINK}`, true, 'europe-west1', LINK],
  ['gcp', LINK, true, 'europe-west1', null],
  [
    'gcp',
    '//container.googleapis.com/projects/p/locations/us-central1/clusters/c',
    true,
    'us-central1',
    null,
  ],
  ['gcp', '//storage.googleapis.com/my-bucket', true, null, null],
  ['gcp', '1234567890123456789', true, null, null],
  ['gcp', 'my-vm', false, null, null],
  [
    'oracle',
    'ocid1.instance.oc1.phx.abuw4ljrlsfiqw6vzzxb43vyypt4pkodawglp3wqxjqofakrwvou52gb6s5a',
    true,
    null,
    null,
  ],
  ['oracle', 'my-instance', false, null, null],
  ['datadog', GUID, true, null, null],
  ['datadog', 'host-1', false, null, null],
];

it.each(IDS)('%s %s', (provider, id, isUnique, region, short) => {
  const here = identify(provider, '4411', 'us-west-2', id);
  const elsewhere = identify(provider, '4411', null, id);
  expect(here.isRegional).toBe(!isUnique);
  expect(here.key === elsewhere.key).toBe(isUnique);
  expect(here.region).toBe(region ?? 'us-west-2');
  expect(elsewhere.region).toBe(region ?? 'global');
  expect([here.shortId, elsewhere.shortId]).toEqual([short, short]);
  expect(here.shortKey).toBe(elsewhere.shortKey);
  if (short) expect(identify(provider, '4411', null, short).key).toBe(here.shortKey);
});

it('an Azure id is one in any letter case, with or without a slash at its end', () => {
  const keys = [PATH, PATH.toLowerCase(), `${PATH.toUpperCase()}/`].map(
    (id) => identify('azure', 'a', null, id).key,
  );
  expect(new Set(keys).size).toBe(1);
});

it('an account that stands for itself has no region', () => {
  const account = GUID.toLowerCase();
  expect(identify('azure', account, 'westeurope', GUID)).toMatchObject({
    region: 'global',
    isRegional: true,
  });
  expect(identify('aws', '4411', 'us-east-1', '4411').key).toBe(identify('aws', '4411', null, '4411').key);
});

it('the database makes the same key', async () => {
  const given: [string, string, string, string][] = [
    ['aws', '4411', 'eu-west-1', 'vol-1'],
    ['azure', 'ä', '*', '/subscriptions/ß/€/𝄞'],
    ['gcp', '', 'global', "a'b\\c\t"],
  ];
  for (const [provider, account, region, id] of given) {
    const [row] = await database().$queryRaw<{ key: string }[]>`
      SELECT replace(resource_key(${provider}, ${account}, ${region}, ${id})::text, '-', '') AS key`;
    expect(row?.key).toBe(keyOf(provider, account, region, id));
  }
});

it.each(Object.getOwnPropertyNames(Object.prototype))('a provider may be called %s', (name) => {
  expect(identify(normaliseProvider(name), '4411', 'eu-west-1', 'vol-1').nativeId).toBe('vol-1');
});
