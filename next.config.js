/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: [
    '@dbos-inc/dbos-sdk',
    'pg',
    'pg-copy-streams',
    '@node-rs/argon2',
    'pino',
    'prom-client',
    're2js',
    'json-rules-engine',
  ],
  // Types are checked by `npm run check`, over the tests too; an installation without those builds as well.
  typescript: { ignoreBuildErrors: true },
  // forbidden() of next/navigation: a page that a role may not see answers 403 and says who may.
  experimental: { authInterrupts: true },
  // Browsers ask for it by this name too, whatever the page says.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/favicon.svg' }],
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: false,
};
