import { describe, expect, it } from 'vitest';
import { parseEnv } from './env';

const least = {
  DATABASE_URL: 'postgres://a:b@127.0.0.1/c',
  SEAL_KEY: Buffer.alloc(32, 7).toString('base64'),
};

describe('parseEnv', () => {
  it('fills what is not given with its default', () => {
    expect(parseEnv(least)).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      SANDBOX: 'on',
      OUTBOUND_ALLOW: [],
    });
  });

  it('takes an empty variable as not given', () => {
    expect(parseEnv({ ...least, PORT: '', API_TOKEN: '' })).toMatchObject({ PORT: 3000 });
  });

  it.each([
    ['PORT', 'many', /^PORT: expected number/],
    ['DATABASE_URL', 'mysql://x', /^DATABASE_URL: .*postgres:\/\//],
    ['SEAL_KEY', 'c2hvcnQ=', /^SEAL_KEY: .*32 bytes as base64/],
    ['API_TOKEN', 'short', /^API_TOKEN: .*32 characters/],
    ['PUBLIC_URL', 'ftp://x.example', /^PUBLIC_URL: /],
    ['SMTP_URL', 'mail.example:25', /^SMTP_URL: .*smtp:\/\//],
    ['OIDC_ROLES', 'finops', /^OIDC_ROLES.*group=role/],
    ['OIDC_ROLES', 'finops=root', /^OIDC_ROLES.*viewer, operator or admin/],
    ['OIDC_ISSUER', 'https://id.example', /OIDC_CLIENT_ID: .*OIDC_CLIENT_SECRET: .*OIDC_ROLES: /],
  ])('names the variable %s and what it expects', (name, value, message) => {
    expect(() => parseEnv({ ...least, [name]: value })).toThrow(message);
  });

  it('reads which group has which role', () => {
    expect(
      parseEnv({ ...least, OIDC_ROLES: 'cn=admins=admin, finops=operator,*=viewer' }).OIDC_ROLES,
    ).toEqual([
      { group: 'cn=admins', role: 'admin' },
      { group: 'finops', role: 'operator' },
      { group: '*', role: 'viewer' },
    ]);
  });

  it('splits the allowed hosts at commas and spaces', () => {
    expect(parseEnv({ ...least, OUTBOUND_ALLOW: 'a.example, b.example:8080 c' }).OUTBOUND_ALLOW).toEqual([
      'a.example',
      'b.example:8080',
      'c',
    ]);
  });
});
