import { mutationOptions } from '@tanstack/react-query';
import { request } from '@/components/ui/request';
import { signInWith } from './credentials';

type PasswordChange = { email: string; current: string; next: string };

/** Changes the password, which ends every session, and signs in again with the new one. */
export const changePassword = mutationOptions({
  mutationFn: async ({ email, current, next }: PasswordChange) => {
    await request('/api/account/password', { json: { current, next } });
    const fault = await signInWith(email, next);
    window.location.assign(fault === null ? '/' : '/sign-in');
  },
});
