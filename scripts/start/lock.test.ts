import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandOf } from '../postgres/pidfile';
import { takeLock } from './lock';

let dir: string;
const file = () => join(dir, 'start.json');

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'evenkeel-lock-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function hold(pid: number, command: string): void {
  writeFileSync(file(), JSON.stringify({ pid, command, url: 'http://127.0.0.1:4711' }));
}

describe('the lock of npm start', () => {
  it('says that one runs already, where, and how to stop it', async () => {
    const other = spawn('sleep', ['60']);
    await once(other, 'spawn');
    const pid = other.pid ?? 0;
    hold(pid, commandOf(pid) ?? '');
    expect(() => takeLock(dir, 'http://x')).toThrow(
      `Evenkeel runs already at http://127.0.0.1:4711 (process ${pid}). Stop it there with Ctrl-C, or with: kill ${pid}`,
    );
    other.kill();
    await once(other, 'exit');
    takeLock(dir, 'http://x')();
  });

  it('is free again when given back', () => {
    const release = takeLock(dir, 'http://x');
    expect(() => takeLock(dir, 'http://y')).toThrow(/runs already at http:\/\/x/);
    release();
    expect(existsSync(file())).toBe(false);
    takeLock(dir, 'http://y')();
  });

  it('takes over from a start that died, though its pid is another program by now', () => {
    hold(process.ppid, 'node scripts/start.ts of last week');
    takeLock(dir, 'http://x')();
  });

  it('takes over from a file that is not whole', () => {
    writeFileSync(file(), '{"pid":');
    takeLock(dir, 'http://x')();
  });
});
