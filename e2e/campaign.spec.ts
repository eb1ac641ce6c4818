import { spawn } from 'node:child_process';
import { SERVER_CODE } from '@/scripts/start/child';
import { ROOT } from '@/scripts/start/state';
import { expect, test } from './fixtures';

test('a library is right after a short campaign: kills, a library that is away, edits by hand', async () => {
  test.setTimeout(240_000);
  const args = [...SERVER_CODE, 'scripts/campaign.ts', 'catalog', '--seed', '11', '--share', '0.01'];
  const campaign = spawn(process.execPath, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let said = '';
  for (const stream of [campaign.stdout, campaign.stderr]) {
    stream.on('data', (part: Buffer) => {
      said += part.toString();
    });
  }
  const code = await new Promise((done) => campaign.once('exit', done));
  expect(code, said.slice(-4_000)).toBe(0);
  expect(said).toContain('posts were acknowledged');
  expect(said).toContain('is won');
});
