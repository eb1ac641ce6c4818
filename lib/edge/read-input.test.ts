import { describe, expect, it } from 'vitest';
import { readInput } from './read-input';

type Sent = { query?: string; body?: string | ReadableStream<Uint8Array>; maxBytes?: number };

function read({ query = '', body = '{}', maxBytes }: Sent) {
  const request = new Request(`http://127.0.0.1/api/x?${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
    ...(typeof body === 'string' ? {} : { duplex: 'half' }),
  });
  return readInput(request, {}, { body: 'json', maxBytes });
}

const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

describe('readInput', () => {
  it('makes a list of a name that is given several times', async () => {
    expect(await read({ query: 'a=1&a=2&b=3' })).toEqual({ a: ['1', '2'], b: '3' });
  });

  it.each([
    ['a body that names a prototype', { body: '{"__proto__":{"role":"admin"}}' }, 'malformed'],
    ['one that does so deep within', { body: '{"a":[{"b":{"__proto__":1}}]}' }, 'malformed'],
    ['one that spells it in escapes', { body: '{"\\u005f_proto__":1}' }, 'malformed'],
    ['a body nested too deep', { body: nested(101) }, 'malformed'],
    ['one nested deep enough to overflow a stack', { body: nested(200_000) }, 'malformed'],
    ['a body over the limit', { body: nested(60), maxBytes: 100 }, 'too_large'],
    [
      'a query of too many parameters',
      { query: Array.from({ length: 101 }, (_, index) => `p${index}=1`).join('&') },
      'invalid_input',
    ],
  ])('refuses %s', async (_, sent, code) => {
    await expect(read(sent)).rejects.toMatchObject({ code });
  });

  it('refuses a body over the limit that does not say how long it is', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10_000)),
    });
    await expect(read({ body, maxBytes: 50_000 })).rejects.toMatchObject({ code: 'too_large' });
  });

  it('takes what honest callers send', async () => {
    expect(await read({ body: nested(90) })).toHaveProperty('a');
    expect(await read({ body: '{"text":"__proto__"}' })).toEqual({ text: '__proto__' });
  });

  it('lets a query that names a prototype change nobody’s', async () => {
    const input = await read({ query: '__proto__=admin' });
    expect(Object.getPrototypeOf(input)).toBe(Object.prototype);
    expect(Object.hasOwn(Object.prototype, 'role')).toBe(false);
  });
});
