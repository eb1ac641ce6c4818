import { describe, expect, it } from 'vitest';
import { addressOf } from './address';

const peer = '198.51.100.9';

describe('addressOf', () => {
  it.each([
    ['the peer, when nobody stands in front', 0, peer, peer],
    ['the peer, whatever the caller wrote', 0, `10.0.0.1, 203.0.113.5, ${peer}`, peer],
    ['what the one proxy was called from', 1, `203.0.113.5, ${peer}`, '203.0.113.5'],
    [
      'what the one proxy was called from, not what its caller wrote',
      1,
      `10.0.0.1, 203.0.113.5, ${peer}`,
      '203.0.113.5',
    ],
    [
      'what the first of two proxies was called from',
      2,
      `6.6.6.6, 203.0.113.5, 192.0.2.1, ${peer}`,
      '203.0.113.5',
    ],
    ['the peer of a call that went around the proxies', 2, `203.0.113.5, ${peer}`, peer],
    ['the peer when the proxy wrote no address', 1, `unknown, ${peer}`, peer],
    ['an IPv4 address without its IPv6 dress', 0, '::ffff:127.0.0.1', '127.0.0.1'],
    ['an IPv4 address without its port', 1, `203.0.113.5:50312, ${peer}`, '203.0.113.5'],
    ['an IPv6 address without brackets and port', 1, `[2001:db8::1]:50312, ${peer}`, '2001:db8::1'],
    ['nothing from what is no address', 0, 'an address', undefined],
    ['nothing from an empty line', 0, '', undefined],
  ])('is %s', (_, trusted, line, address) => {
    expect(addressOf(new Headers({ 'x-forwarded-for': line }), trusted)).toBe(address);
    expect(addressOf({ 'x-forwarded-for': line }, trusted)).toBe(address);
  });

  it('is nothing where there is no such header', () => {
    expect(addressOf(new Headers(), 0)).toBeUndefined();
    expect(addressOf({}, 1)).toBeUndefined();
  });

  it('believes no header by itself', () => {
    expect(addressOf(new Headers({ 'x-forwarded-for': `10.0.0.1, ${peer}` }))).toBe(peer);
  });
});
