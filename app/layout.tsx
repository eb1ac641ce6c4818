import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { DENSITY_COOKIE } from '@/components/ui/density';
import { Providers } from '@/components/ui/providers';
import { mono, sans } from './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Evenkeel', template: '%s · Evenkeel' },
  description: 'From a cloud bill to tracked work, and back.',
  icons: { icon: '/favicon.svg' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f7f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f11' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Drawn anew for each request: for its nonce (proxy.ts), and because "3 min ago" needs this moment, not the build's.
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const density = (await cookies()).get(DENSITY_COOKIE)?.value === 'compact' ? 'compact' : undefined;
  return (
    <html
      lang="en"
      suppressHydrationWarning
      data-density={density}
      className={`${sans.variable} ${mono.variable}`}
    >
      <body>
        <Providers serverNow={Date.now()} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
