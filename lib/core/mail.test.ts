import { afterAll, beforeAll, expect, it } from 'vitest';
import { startMailServer, type TestMailServer } from '@/scripts/testing/mail';
import { canMail, sendMail } from './mail';

let server: TestMailServer;

beforeAll(async () => {
  server = await startMailServer();
  process.env.SMTP_URL = server.url;
  process.env.PUBLIC_URL = 'https://evenkeel.example.com';
});

afterAll(() => server.stop());

it('sends plain text from an address of this installation', async () => {
  expect(canMail()).toBe(true);
  await sendMail({ to: 'ada@example.com', subject: 'Grüße', text: 'One line.\nAnother, mit Umlaut: ä' });
  const [mail] = server.mails;
  expect(mail).toMatchObject({ from: 'evenkeel@evenkeel.example.com', to: ['ada@example.com'] });
  expect(mail?.text).toMatch(/^From: Evenkeel <evenkeel@evenkeel\.example\.com>\r$/m);
  expect(mail?.text).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/m);
});

it('an address that hides further ones is one address, so that nobody else is sent a link', async () => {
  const before = server.mails.length;
  await sendMail({ to: 'ada@example.com, eve@example.com', subject: 'x', text: 'x' }).catch(() => undefined);
  const told = server.mails.slice(before).flatMap(({ to }) => to);
  expect(told).not.toContain('eve@example.com');
});

it('says what the server said when it does not take a mail', async () => {
  server.refuse(true);
  const mail = { to: 'gone@example.com', subject: 'x', text: 'x' };
  await expect(sendMail(mail)).rejects.toMatchObject({
    code: 'outbound_failed',
    message: expect.stringContaining('no such mailbox'),
  });
  server.refuse(false);
});
