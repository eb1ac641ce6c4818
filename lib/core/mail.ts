import { createTransport } from 'nodemailer';
import { env, publicUrl } from './env';
import { AppError, messageOf } from './errors';

/** The only one who sends mail: plain text, through the server that SMTP_URL names. */
export type Mail = { to: string; subject: string; text: string };

const TIMEOUT_MS = 10_000;

export function canMail(): boolean {
  return env().SMTP_URL !== undefined;
}

/** Connects and signs in, sending nothing. Throws as sending does. */
export async function tryMailServer(): Promise<void> {
  await withTransport((transport) => transport.verify());
}

/** Throws `misconfigured` without SMTP_URL, and `outbound_failed` when the server does not take the mail. */
export async function sendMail({ to, subject, text }: Mail): Promise<void> {
  const from = env().MAIL_FROM ?? `Evenkeel <evenkeel@${new URL(publicUrl()).hostname}>`;
  await withTransport((transport) =>
    transport.sendMail({ from, to: { name: '', address: to }, subject, text }),
  );
}

/** A connection for each use: they are few, and an idle one would be cut by the server. */
function openTransport(url: string) {
  return createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function withTransport(
  work: (transport: ReturnType<typeof openTransport>) => Promise<unknown>,
): Promise<void> {
  const { SMTP_URL } = env();
  if (SMTP_URL === undefined) throw new AppError('misconfigured', 'SMTP_URL is not set: no mail can be sent');
  const transport = openTransport(SMTP_URL);
  try {
    await work(transport);
  } catch (cause) {
    throw new AppError('outbound_failed', `the mail server did not take a mail: ${messageOf(cause)}`, {
      cause,
    });
  } finally {
    transport.close();
  }
}
