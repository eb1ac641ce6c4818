import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reads } from '@/lib/contract';
import { database } from '@/lib/core/db';
import { env } from '@/lib/core/env';
import { route } from '@/lib/http';
import { hashToken } from '@/lib/people/password';
import { allowanceHeaders, spendAllowance } from './rate-limit';

describe('spendAllowance', () => {
  it('counts down, then says that a call is one too many and when the next is let in', async () => {
    const id = randomUUID();
    const first = await spendAllowance('token', id);
    expect(first).toMatchObject({ limit: 600, remaining: 599, resetSeconds: 60, isSpent: false });
    for (let call = 2; call < 600; call++) await spendAllowance('token', id);
    expect(await spendAllowance('token', id)).toMatchObject({ remaining: 0, isSpent: false });
    const over = await spendAllowance('token', id);
    expect(over).toMatchObject({ remaining: 0, isSpent: true });
    expect(over?.resetSeconds).toBeGreaterThan(0);
  });

  it('counts each caller and each kind of caller by itself', async () => {
    const id = randomUUID();
    await spendAllowance('token', id);
    expect(await spendAllowance('token', randomUUID())).toMatchObject({ remaining: 599 });
    expect(await spendAllowance('session', id)).toMatchObject({ limit: 3000, remaining: 2999 });
    expect(await spendAllowance('address', id)).toMatchObject({ limit: 1200, remaining: 1199 });
  });

  it('speaks as the draft does, and as clients knew it before', () => {
    const allowance = { kind: 'token', limit: 600, remaining: 12, resetSeconds: 7, isSpent: false } as const;
    expect(allowanceHeaders(allowance)).toEqual({
      'ratelimit-policy': '"token";q=600;w=60',
      ratelimit: '"token";r=12;t=7',
      'ratelimit-limit': '600',
      'ratelimit-remaining': '12',
      'ratelimit-reset': '7',
    });
  });
});

describe('a call beyond the allowance', () => {
  const TOKEN = 'r'.repeat(32);
  const get = route(
    reads('/api/nothing', 'Nothing', { input: z.object({}), response: z.object({}) }),
    async () => ({}),
  );
  const send = (token: string) =>
    get(
      new Request('http://127.0.0.1/api/nothing', {
        headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': '192.0.2.44' },
      }),
      { params: Promise.resolve({}) },
    );

  let tokenId = '';
  beforeAll(async () => {
    const data = { name: 'r', role: 'viewer', tokenHash: hashToken(TOKEN) } as const;
    tokenId = (await database().apiToken.create({ data })).id;
  });

  it('is refused with when to come again', async () => {
    const limit = env().RATE_LIMIT_PER_MINUTE ?? 0;
    for (let call = 1; call < limit; call++) await spendAllowance('token', tokenId);
    expect((await send(TOKEN)).status).toBe(200);
    const refused = await send(TOKEN);
    expect(refused.status).toBe(429);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
  });

  it('is counted by address while nobody is known', async () => {
    const first = await send('unknown');
    const second = await send('unknown');
    expect(first.headers.get('ratelimit')).toMatch(/^"address";r=1199;/);
    expect(second.headers.get('ratelimit')).toMatch(/^"address";r=1198;/);
  });
});
