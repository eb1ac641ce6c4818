import { z } from 'zod';
import { withDeadline } from '@/lib/core/deadline';
import { env, publicUrl } from '@/lib/core/env';
import { messageOf } from '@/lib/core/errors';
import { canMail, tryMailServer } from '@/lib/core/mail';
import { localUrl } from '../start/web';
import { type Finding, fail, judgeAddress, skipped } from './judge';

const TIMEOUT_MS = 5_000;

/** The web server as others reach it, the mail server, the provider of sign-ins. */
export async function* examineOutside(): AsyncGenerator<Finding> {
  yield await examineWeb();
  yield await examineMail();
  yield await examineProvider();
}

async function examineWeb(): Promise<Finding> {
  const { PUBLIC_URL, HOST, PORT } = env();
  const url = PUBLIC_URL === undefined ? localUrl(HOST, PORT) : publicUrl();
  const answered = await withDeadline({ ms: TIMEOUT_MS }, async (signal) => {
    const answer = await fetch(`${url}/api/health/live`, { signal });
    return (await answer.text()).includes('"version"') ? null : `answer ${answer.status}`;
  }).catch(reasonOf);
  const isLoopback = /^(127\.|localhost$|\[?::1)/.test(PUBLIC_URL ? new URL(url).hostname : HOST);
  return judgeAddress({ publicUrl: url, isSet: PUBLIC_URL !== undefined, isLoopback, answered });
}

async function examineMail(): Promise<Finding> {
  if (!canMail()) return skipped('Mail', 'SMTP_URL is not set: links are shown to the administrator');
  try {
    await tryMailServer();
    return { check: 'Mail', state: 'ok', found: 'the mail server signs us in' };
  } catch (error) {
    return fail('Mail', messageOf(error), 'Correct SMTP_URL: scheme, host, port, user, password.');
  }
}

const metadata = z.object({ issuer: z.string(), authorization_endpoint: z.string() });

async function examineProvider(): Promise<Finding> {
  const check = 'Sign-in';
  const { OIDC_ISSUER } = env();
  if (OIDC_ISSUER === undefined) return skipped(check, 'OIDC_ISSUER is not set: passwords only');
  const url = `${OIDC_ISSUER.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const todo = 'Correct OIDC_ISSUER: it is the address before /.well-known/openid-configuration.';
  try {
    const { status, told } = await withDeadline({ ms: TIMEOUT_MS }, async (signal) => {
      const answer = await fetch(url, { signal });
      const body: unknown = await answer.json().catch(() => null);
      return { status: answer.status, told: metadata.safeParse(body).data };
    });
    if (!told) return fail(check, `${url} answers ${status}, and no provider’s metadata`, todo);
    if (told.issuer !== OIDC_ISSUER) return fail(check, `the provider calls itself ${told.issuer}`, todo);
    return { check, state: 'ok', found: `${told.issuer} is a provider` };
  } catch (error) {
    return fail(check, `${url} does not answer: ${reasonOf(error)}`, todo);
  }
}

/** fetch keeps what happened in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join('; ');
  return messageOf(cause);
}
