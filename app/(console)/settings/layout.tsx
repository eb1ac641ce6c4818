import type { ReactNode } from 'react';
import { SettingsNav } from '@/components/settings/settings-nav';
import { requireUser } from '@/lib/auth';

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const viewer = await requireUser();
  return (
    <>
      <SettingsNav role={viewer.role} />
      {children}
    </>
  );
}
