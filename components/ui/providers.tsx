'use client';

import { isServer, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider } from 'next-themes';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
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

export function Providers({ serverNow, children }: { serverNow: number; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange>
      <NuqsAdapter>
        <QueryClientProvider client={queryClient()}>
          <NowProvider serverNow={serverNow}>{children}</NowProvider>
        </QueryClientProvider>
      </NuqsAdapter>
    </ThemeProvider>
  );
}
