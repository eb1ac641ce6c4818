'use client';

import { PageError, type PageErrorProps } from '@/components/shell/page-error';
import './globals.css';

/** When even the frame of every page could not be made. It stands in the frame's place, so it brings its own. */
export default function GlobalError(props: PageErrorProps) {
  return (
    <html lang="en">
      <body>
        <title>Evenkeel</title>
        <main className="flex min-h-dvh flex-col">
          <PageError {...props} />
        </main>
      </body>
    </html>
  );
}
