import { mutationOptions } from '@tanstack/react-query';
import { request } from '@/components/ui/request';

type PasswordChange = { current: string; next: string };

/** Changes the password, which ends every other session. */
export const changePassword = mutationOptions({
  mutationFn: (json: PasswordChange) => request('/api/account/password', { json }),
  onSuccess: () => window.location.assign('/'),
});
