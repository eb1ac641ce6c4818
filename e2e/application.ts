import { get } from 'node:http';
import type { z } from 'zod';
import { AppError } from '@/lib/core/errors';
import { application as startedApplication } from '@/scripts/testing/application';

/** The Evenkeel that this worker's tests have to themselves; `own` is missing of one that ran before. */
const application = startedApplication.partial({ own: true });
export type Application = z.infer<typeof application>;

let taken: Application | undefined;

/** Takes the worker's own, which scripts/testing/applications.ts starts when it is first asked for, or the one that runs already. */
export async function takeApplication(place: number): Promise<Application> {
  const { EVENKEEL_E2E_URL, EVENKEEL_E2E_APPLICATIONS } = process.env;
  taken = EVENKEEL_E2E_URL
    ? running(EVENKEEL_E2E_URL)
    : application.parse(JSON.parse(await read(`${EVENKEEL_E2E_APPLICATIONS}/${place}`)));
  return taken;
}

/** What every test asks; there is one from the worker's first fixture on. */
export function ownApplication(): Application {
  if (!taken) throw new AppError('internal', 'a test asked for its application before it was taken');
  return taken;
}

function running(url: string): Application {
  const { EVENKEEL_E2E_EMAIL = '', EVENKEEL_E2E_PASSWORD = '', EVENKEEL_E2E_TOKEN = '' } = process.env;
  return { url, email: EVENKEEL_E2E_EMAIL, password: EVENKEEL_E2E_PASSWORD, token: EVENKEEL_E2E_TOKEN };
}

/** Not by fetch, which gives up after five minutes. */
function read(url: string): Promise<string> {
  return new Promise((done, failed) => {
    get(url, async (answer) => {
      const text = (await answer.toArray()).map(String).join('');
      if (answer.statusCode === 200) done(text);
      else failed(new AppError('unavailable', text));
    }).on('error', failed);
  });
}
