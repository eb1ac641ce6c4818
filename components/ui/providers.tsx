'use client';

import { isServer, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { NonceProvider, useNonce } from './nonce';
import { NowProvider } from './now';
import { RequestError } from './request';

const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < 2 && !(error instanceof RequestError && error.status in REFUSALS),
      },
    },
  });

/** Answers that asking again would not change. */
const REFUSALS = { 400: true, 401: true, 403: true, 404: true, 422: true };

let browserClient: QueryClient | undefined;

function queryClient(): QueryClient {
  if (isServer) return makeClient(); // one per request, or viewers would see each other's data
  browserClient ??= makeClient();
  return browserClient;
}

type ProvidersProps = { serverNow: number; nonce: string | undefined; children: ReactNode };

export function Providers({ serverNow, nonce, children }: ProvidersProps) {
  return (
    <NonceProvider nonce={nonce}>
      <Theme>
        <NuqsAdapter>
          <QueryClientProvider client={queryClient()}>
            <NowProvider serverNow={serverNow}>{children}</NowProvider>
          </QueryClientProvider>
        </NuqsAdapter>
      </Theme>
    </NonceProvider>
  );
}

function Theme({ children }: { children: ReactNode }) {
  return (
    <ThemeProvider
      attribute="class"
      defaultTheme="system"
      enableSystem
      disableTransitionOnChange
      nonce={useNonce()}
    >
      {children}
    </ThemeProvider>
  );
}
