import { describe, expect, it } from 'vitest';
import { pagePolicy } from './page-policy';

const policy = (given: Partial<Parameters<typeof pagePolicy>[0]> = {}) =>
  new Map(
    pagePolicy({ nonce: 'n0nce', isDev: false, isSecure: true, ...given })
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources];
      }),
  );

describe('pagePolicy', () => {
  it('lets no script or style element in but by file or nonce', () => {
    expect(policy().get('script-src')).toEqual(["'self'", "'nonce-n0nce'", "'strict-dynamic'"]);
    expect(policy().get('style-src')).toEqual(["'self'", "'nonce-n0nce'"]);
  });

  it.each(['default-src', 'base-uri', 'object-src', 'frame-ancestors'])('closes %s', (name) => {
    expect(policy().get(name)).toEqual(["'none'"]);
  });

  it.each(['connect-src', 'form-action', 'font-src'])('keeps %s at home', (name) => {
    expect(policy().get(name)).toEqual(["'self'"]);
  });

  it('asks for https only where we are called by it', () => {
    expect(policy().has('upgrade-insecure-requests')).toBe(true);
    expect(policy({ isSecure: false }).has('upgrade-insecure-requests')).toBe(false);
  });

  it('evaluates code in development alone', () => {
    expect(policy({ isDev: true }).get('script-src')).toContain("'unsafe-eval'");
    expect(policy().get('script-src')).not.toContain("'unsafe-eval'");
  });
});
