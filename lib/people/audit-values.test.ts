import { expect, it } from 'vitest';
import { SECRET } from '@/lib/core/redact';
import { keptOf } from './audit-values';

it.each([
  'password',
  'newPassword',
  'passwordHash',
  'secret',
  'client_secret',
  'apiToken',
  'API_TOKEN',
  'token',
  'tokenHash',
  'Authorization',
  'set-cookie',
  'apiKey',
  'api_key',
  'privateKey',
  'sealKey',
  'sealedSecret',
  'credentials',
])('a field named %s is cut out, however deep it stands', (name) => {
  expect(keptOf({ [name]: 'hunter2' })).toEqual({ [name]: SECRET });
  expect(keptOf({ list: [{ deep: { [name]: ['hunter2'] } }] })).toEqual({
    list: [{ deep: { [name]: SECRET } }],
  });
});

it('what is only alike stays, and so does that there is a secret or none', () => {
  const value = {
    projectKey: 'FIN',
    key: 'ticket.create:1:1',
    checksum: 'ab12',
    tokenizer: 'words',
    hashtag: '#1',
    mustChangePassword: true,
    token: null,
    weeklyCap: 4,
  };
  expect(keptOf(value)).toEqual(value);
});

it('a token within a text is cut out of it', () => {
  expect(
    keptOf({
      error: 'refused: Authorization: Bearer abc.def-ghi123 was not taken',
      url: 'https://ada:hunter2@jira.example.com/x?a=1&token=abcdef#top',
      note: 'made ek_0123456789abcdefghij for the pipeline',
      link: 'https://evenkeel.example.com/set-password/0123456789abcdef',
    }),
  ).toEqual({
    error: `refused: Authorization: Bearer ${SECRET} was not taken`,
    url: `https://${SECRET}@jira.example.com/x?a=1&token=${SECRET}#top`,
    note: `made ${SECRET} for the pipeline`,
    link: `https://evenkeel.example.com/set-password/${SECRET}`,
  });
});

it('a value too large is cut where it is largest, with its size told', () => {
  const kept = keptOf({ slug: 'idle-disks', yaml: 'x'.repeat(50_000), note: 'why' });
  expect(kept).toEqual({ slug: 'idle-disks', yaml: '[cut: 50,002 characters]', note: 'why' });
});

it('whatever its shape, what is kept stays within 20,000 characters or so', () => {
  const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`field${at}`, 'x'.repeat(8)]));
  for (const value of [fields, Array.from({ length: 9_000 }, () => 'item'), 'x'.repeat(30_000)]) {
    expect(JSON.stringify(keptOf(value)).length).toBeLessThan(20_100);
    expect(JSON.stringify(keptOf(value))).toContain('[cut: ');
  }
});
