import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

/** What the provider knows of a person, by their subject. */
export type TestPerson = { email?: string; email_verified?: boolean; name?: string; groups?: string[] };

export type TestProvider = {
  issuer: string;
  /** Everybody whom it knows; a test adds and changes people at will. */
  people: Map<string, TestPerson>;
  /** Who is at the keyboard: the provider's own sign-in page lets this person in without asking. */
  setVisitor(subject: string): void;
  stop(): Promise<void>;
};

export const CLIENT = { id: 'evenkeel', secret: 'a-secret-for-tests-only' };

/** A real OpenID Connect provider (certified library) on a port of its own, with nobody but us for a client. */
export async function startTestProvider(redirectUri: () => string): Promise<TestProvider> {
  const people = new Map<string, TestPerson>();
  let visitor = '';
  const server = createServer();
  const issuer = await listen(server);
  const provider = new Provider(issuer, configurationFor(people, redirectUri()));
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response);
    const result = { login: { accountId: visitor } };
    void provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  return {
    issuer,
    people,
    setVisitor: (subject) => {
      visitor = subject;
    },
    stop: () => close(server),
  };
}

function configurationFor(people: Map<string, TestPerson>, redirectUri: string): Configuration {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    cookies: { keys: ['cookies of the tests'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, ...people.get(subject) }),
    }),
    // Nobody is asked for consent: the client is the provider's own.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid profile email groups');
      await grant.save();
      return grant;
    },
  };
}

export function listen(server: Server): Promise<string> {
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const address: AddressInfo | string | null = server.address();
      done(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

export function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((done) => server.close(() => done()));
}
