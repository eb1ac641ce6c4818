import { startChild } from '../start/child';
import { webCommand } from '../start/web';

/** The built console at a port, as `npm run web` runs it. */
export function serveWeb(port: number) {
  const { args, env, name } = webCommand({ host: '127.0.0.1', port, isDev: false });
  const url = `http://127.0.0.1:${port}`;
  return startChild({ name, args, env: { ...env, NEXTAUTH_URL: url, PUBLIC_URL: url } });
}
