import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findFaults } from './floors/rules';

/** `npm run check`: the import floors of the design, over every file of app, components and lib. */
const ROOT = resolve(import.meta.dirname, '..');

const faults = ['app', 'components', 'lib'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort()
    .flatMap((file) => findFaults(file, readFileSync(join(ROOT, file), 'utf8'))),
);
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error(
    `${faults.length} import${faults.length === 1 ? '' : 's'} against the floors (DESIGN, Layout).`,
  );
  process.exit(1);
}
