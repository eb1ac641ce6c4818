import type { Readable } from 'node:stream';
import { cutSecrets, secretsAmong } from '@/lib/core/redact';

const WIDTH = 8;
const COLOURS: Record<string, number> = {
  start: 36,
  postgres: 34,
  build: 35,
  sandbox: 33,
  web: 32,
  worker: 34,
  seed: 33,
};

// A closed terminal or pipe must not end what runs.
process.stdout.on('error', () => undefined);

/**
 * Prints a text, each line of it after the name of the process it comes from; in colour only on a terminal. What looks
 * like a secret is cut out, and so is what this process was given; a password that a start makes is neither.
 */
export function say(name: string, text: string): void {
  const label = name.padEnd(WIDTH);
  const isColoured = process.stdout.isTTY && !process.env.NO_COLOR;
  const prefix = isColoured ? `\u001b[${COLOURS[name] ?? 36}m${label}\u001b[0m` : label;
  for (const line of cutSecrets(text, secretsAmong(process.env)).split('\n'))
    process.stdout.write(`${prefix} | ${line}\n`);
}

/** Prints what a process writes, line by line; resolves when it has closed its end. */
export function relay(name: string, stream: Readable, onLine?: (line: string) => void): Promise<void> {
  let rest = '';
  const take = (line: string) => {
    if (line.trim() === '') return;
    onLine?.(line);
    say(name, line);
  };
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? '';
    lines.forEach(take);
  });
  return new Promise((done) =>
    stream.once('close', () => {
      take(rest);
      done();
    }),
  );
}
