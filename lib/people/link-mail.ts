import type { Mail } from '@/lib/core/mail';

type Told = { to: string; name: string; link: string; expiresAt: Date };

/** What an invitation says. `by` is who invites, as the audit log names them. */
export function invitationMail({ to, name, link, expiresAt, by }: Told & { by: string }): Mail {
  return {
    to,
    subject: 'Your account at Evenkeel',
    text: `Hello ${name},

${by} has made an account for you at Evenkeel. Choose a password to sign in:

${link}

The link works once, until ${inWords(expiresAt)}.
`,
  };
}

export function resetMail({ to, name, link, expiresAt }: Told): Mail {
  return {
    to,
    subject: 'A new password for Evenkeel',
    text: `Hello ${name},

choose a new password for your account at Evenkeel:

${link}

The link works once, until ${inWords(expiresAt)}. If you did not ask for it, leave it unused: your password stays as
it is.
`,
  };
}

/** A mail does not know its reader's zone: 21 November 2026, 16:20 UTC. */
function inWords(at: Date): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' } as const;
  return `${at.toLocaleString('en-GB', options).replace(' at ', ', ')} UTC`;
}
