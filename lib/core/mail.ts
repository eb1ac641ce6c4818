import { createTransport, type Transporter } from 'nodemailer';
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

async function withTransport(work: (transport: Transporter) => Promise<unknown>): Promise<void> {
  const { SMTP_URL } = env();
  if (SMTP_URL === undefined) throw new AppError('misconfigured', 'SMTP_URL is not set: no mail can be sent');
  const timeouts = { connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS };
  // A connection for each mail: they are few, and an idle one would be cut by the server.
  const transport = createTransport({
    url: SMTP_URL,
    ...timeouts,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
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
