import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { findFaultsAnywhere } from './floors/everywhere';
import { findFaults } from './floors/rules';

/** `npm run check`: the import floors of the design over app, components and lib, and what no file may do. */
const ROOT = resolve(import.meta.dirname, '..');

const sources = ['app', 'bench', 'components', 'e2e', 'lib', 'rules', 'scripts'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1))
    .sort()
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') })),
);
const ofFloors = sources.filter(({ file }) => /^(app|components|lib)\//.test(file));
const faults = [
  ...ofFloors.flatMap(({ file, text }) => findFaults(file, text)),
  ...findFaultsAnywhere(sources.filter(({ file }) => !file.startsWith('scripts/floors/'))),
];
for (const fault of faults) console.error(fault);
if (faults.length > 0) {
  console.error(`${faults.length} fault${faults.length === 1 ? '' : 's'} (DESIGN, Layout; scripts/floors).`);
  process.exit(1);
}
