import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { formatYaml } from './format';

const folder = join(process.cwd(), 'rules');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
);

it.each(files)('%s says the same when it is formatted, comments too, and twice is as once', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const formatted = formatYaml(text);
  if (formatted === null) throw new Error('was not formatted');
  expect(parse(formatted)).toEqual(parse(text));
  expect(formatted.match(/#.*/g)).toEqual(text.match(/#.*/g));
  expect(formatYaml(formatted)).toBe(formatted);
});

it('indentation becomes even', () => {
  const text = 'rules:\n-   name:   a # why\n    condition:    x\n';
  expect(formatYaml(text)).toBe('rules:\n  - name: a # why\n    condition: x\n');
});

it.each(['', 'a: [', 'a: &a [*a]', 'a: 1\n---\nb: 2'])(
  'what cannot be formatted safely stays as it is: %j',
  (text) => {
    expect(formatYaml(text)).toBeNull();
  },
);
