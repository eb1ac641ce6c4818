import { KeyRound } from 'lucide-react';
import Link from 'next/link';
import { Button } from '@/components/ui/button';
import { Entries, PageHeader, Section } from '@/components/ui/section';
import { ROLE_WORDS } from '@/components/users/roles';
import type { Viewer } from '@/lib/people/schema';
import { OwnSessions } from './own-sessions';

type AccountViewProps = {
  viewer: Viewer;
  provider: string | null; // where the password is kept, when that is not here
};

/** What is the viewer's own. Name and role are changed by an administrator. */
export function AccountView({ viewer, provider }: AccountViewProps) {
  const { name, may } = ROLE_WORDS[viewer.role];
  return (
    <>
      <PageHeader title="Your account" />
      <div className="min-h-0 flex-1 overflow-y-auto px-4 pb-8">
        <div className="max-w-2xl">
          <Section
            title="You"
            aside={provider ? `Your groups by ${provider} give the role` : 'Changed by an administrator'}
          >
            <Entries
              entries={[
                { label: 'Name', value: viewer.name },
                { label: 'E-mail', value: viewer.email },
                { label: 'Role', value: `${name}. ${may}` },
              ]}
            />
          </Section>
          <OwnSessions />
          <Section title="Password">
            {provider === null ? (
              <Button asChild>
                <Link href="/account/password">
                  <KeyRound aria-hidden /> Change password
                </Link>
              </Button>
            ) : (
              <p className="text-muted">
                You sign in with {provider}. Your password is kept and changed there.
              </p>
            )}
          </Section>
        </div>
      </div>
    </>
  );
}
