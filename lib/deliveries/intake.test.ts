import { describe, expect, it } from 'vitest';
import { BODY_LIMIT, judgeBody, keptHeaders, readKeyed } from './intake';
import { signatureOf, verifySignature } from './signature';
import { isSilent } from './watch';

const judge = (text: string, keyField = 'fragrance_id') => {
  const body = Buffer.from(text);
  return judgeBody({ body, size: body.length }, keyField);
};

describe('what a body is about', () => {
  it.each([
    ['{"fragrance_id": 12, "cost": 7}', '12'],
    ['{"fragrance_id": 0, "cost": 7}', '0'],
    ['{"fragrance_id": "0"}', '0'],
    ['{"fragrance_id": -3.5}', '-3.5'],
    ['{"fragrance_id": "é 1"}', 'é 1'],
  ])('%s has the key %s', (text, key) => {
    expect(judge(text)).toMatchObject({ key });
  });

  it.each([
    ['{"cost": 7}', 'invalid_input', /no field fragrance_id/],
    ['{"fragrance_id": null}', 'invalid_input', /neither text nor a number/],
    ['{"fragrance_id": true}', 'invalid_input', /neither text nor a number/],
    ['{"fragrance_id": {"a": 1}}', 'invalid_input', /neither text nor a number/],
    ['{"fragrance_id": ""}', 'invalid_input', /empty/],
    ['{"fragrance_id": "a\\u0000"}', 'invalid_input', /cannot be stored/],
    ['{"fragrance_id": 9007199254740993}', 'invalid_input', /too large to be read exactly/],
    ['{"fragrance_id": 1e999}', 'invalid_input', /too large/],
    [`{"fragrance_id": "${'x'.repeat(501)}"}`, 'invalid_input', /longer than 500/],
    ['[{"fragrance_id": 1}]', 'malformed', /no object/],
    ['fragrance_id=1', 'malformed', /not JSON/],
    ['', 'malformed', /not JSON/],
    [`{"fragrance_id": 1, "name": "${'x'.repeat(BODY_LIMIT)}"}`, 'too_large', /are taken at most/],
  ])('%.60s is refused', (text, code, reason) => {
    expect(judge(text)).toEqual({ refusal: { code, reason: expect.stringMatching(reason) } });
  });

  it('names the fields beside the key, in the form that can be stored', () => {
    expect(judge('{"cost": 7, "fragrance_id": 1, "na\\u0000me": "x"}')).toEqual({
      key: '1',
      fieldNames: ['cost', 'na\uFFFDme'],
    });
  });

  it('finds a key further in; a field of that very name goes before', () => {
    expect(readKeyed({ data: { id: 4, name: 'x' } }, 'data.id')).toEqual({ key: '4', fields: { name: 'x' } });
    expect(readKeyed({ 'data.id': 5, data: { id: 4 } }, 'data.id')).toMatchObject({ key: '5' });
    expect(readKeyed({ data: [] }, 'data.id')).toMatch(/no field/);
    expect(readKeyed({}, '__proto__')).toMatch(/no field/);
  });
});

it('keeps headers without credentials, and the token nowhere', () => {
  const headers = new Headers({
    authorization: 'Bearer x',
    cookie: 'a=b',
    'x-original-url': '/a?token=secret-token',
    accept: '*/*',
  });
  expect(keptHeaders(headers, '/a', 'secret-token')).toEqual({
    ':path': '/a',
    accept: '*/*',
    'x-original-url': '/a?token=…',
  });
});

describe('Standard Webhooks', () => {
  // The example of the specification's reference implementations.
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const timestamp = '1614265330';
  const body = Buffer.from('{"test": 2432232314}');
  const valid = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const now = new Date(1614265330_000);
  const headers = (more: Record<string, string> = {}) =>
    new Headers({ 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': valid, ...more });
  const verify = (more: Record<string, string> = {}, at = now) =>
    verifySignature({ headers: headers(more), body, secret }, at);

  it('makes the signature of the specification', () => {
    expect(signatureOf({ id, timestamp, body, secret })).toBe(valid);
    expect(verify()).toEqual({ messageId: id, sentAt: now });
  });

  it('takes one right signature among several', () => {
    const several = `v1,AAAA v1a,${valid.slice(3)} ${valid}`;
    expect(verify({ 'webhook-signature': several })).toMatchObject({ messageId: id });
    expect(verify({ 'webhook-signature': `v1a,${valid.slice(3)}` })).toMatch(/no signature/);
  });

  it.each([
    [300_000, true],
    [-300_000, true],
    [301_000, false],
    [-301_000, false],
  ])('a message %s ms away is taken: %s', (apart, isTaken) => {
    expect(typeof verify({}, new Date(now.getTime() + apart)) !== 'string').toBe(isTaken);
  });

  it.each([
    [{ 'webhook-id': 'other' }, /no signature/],
    [{ 'webhook-timestamp': '1614265331' }, /no signature/],
    [{ 'webhook-timestamp': 'now' }, /seconds since 1970/],
    [{ 'webhook-signature': '' }, /must all be there/],
    [{ 'webhook-id': 'x'.repeat(501) }, /too long/],
  ])('%o is not believed', (more, reason) => {
    expect(verify(more)).toMatch(reason);
  });
});

describe('when a sender is silent for too long', () => {
  const now = new Date('2026-11-21T12:00:00Z');
  const ago = (ms: number) => new Date(now.getTime() - ms);
  it.each([
    ['five minutes where the pace is quick', { lastArrivalAt: ago(300_001), paceMs: 1000 }, true],
    ['not before', { lastArrivalAt: ago(300_000), paceMs: 1000 }, false],
    ['ten times its pace where that is slower', { lastArrivalAt: ago(599_000), paceMs: 60_000 }, false],
    ['and then it is', { lastArrivalAt: ago(601_000), paceMs: 60_000 }, true],
    ['one that never posted, from its attaching on', { lastArrivalAt: null, paceMs: null }, true],
    [
      'one attached a moment ago is not',
      { attachedAt: ago(1000), lastArrivalAt: ago(900_000), paceMs: 1 },
      false,
    ],
  ])('%s', (_, known, expected) => {
    expect(isSilent({ attachedAt: ago(900_000), ...known }, now)).toBe(expected);
  });
});
