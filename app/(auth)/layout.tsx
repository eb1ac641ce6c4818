import type { ReactNode } from 'react';
import { Mark } from '@/components/shell/rail';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[16dvh] pb-8">
      <p className="mb-6 flex items-center gap-2 text-section font-semibold">
        <Mark /> Evenkeel
      </p>
      <div className="w-full max-w-[360px] rounded-base border bg-surface p-6">{children}</div>
    </main>
  );
}
