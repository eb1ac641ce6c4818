import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buildIfOlder } from './start/build';
import { LEASH } from './start/child';
import { say } from './start/lines';
import { prepareMachine } from './start/machine';
import { ensureAdministrator, prepareContents } from './start/prepare';
import { fail } from './start/settings';
import { ROOT } from './start/state';
import { localUrl, refuseTakenPort, webCommand } from './start/web';

/** `npm run web`: the console and the API, on as many machines as wanted. */
try {
  const settings = await prepareMachine('web');
  const { HOST: host, PORT: port } = settings;
  await refuseTakenPort(host, port);
  await buildIfOlder();
  await prepareContents(settings);
  const { email, password } = await ensureAdministrator(settings);
  if (password)
    say('web', `Sign in as ${email} with ${password} (shown this once; the first sign-in changes it)`);

  process.env.NEXTAUTH_URL ||= settings.PUBLIC_URL ?? localUrl(host, port);
  const { args, env } = webCommand({ host, port, isDev: false });
  const web = spawn(process.execPath, ['--import', LEASH, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      EVENKEEL_PARENT: String(process.pid),
      DRAIN_SECONDS: String(settings.DRAIN_SECONDS),
      STOP_SECONDS: String(settings.STOP_SECONDS),
      ...env,
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => web.kill('SIGTERM'));
  const [code] = await once(web, 'exit');
  process.exit(typeof code === 'number' ? code : 0);
} catch (error) {
  fail(error);
}
