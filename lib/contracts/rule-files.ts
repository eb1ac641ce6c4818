import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import { slugInput } from '@/lib/rules/editing/schema';
import * as files from '@/lib/rules/files/schema';
import * as examples from './rule-files.examples';

export const exportRuleFilesContract = reads(
  '/api/rule-sets/export',
  'Every published rule set as a file below its domain, in one .tar.gz',
  {
    input: files.exportInput,
    response: z.file(),
    file: 'application/gzip',
    example: { response: examples.archiveExample },
  },
);
export const readRuleFileContract = reads(
  '/api/rule-sets/{slug}/file',
  'The published text of a rule set as a file, to the byte',
  {
    input: slugInput,
    response: z.file(),
    file: 'application/yaml',
    example: { input: { slug: 'idle-load-balancers' }, response: examples.fileExample },
  },
);
export const compareRuleFilesContract = writes(
  'operator',
  '/api/rule-sets/import/compare',
  'Compare files with the rule sets that are there: a .tar.gz, a .tar, a .zip or one .yaml as the raw body',
  {
    body: 'stream',
    input: files.compareUploadInput,
    response: files.comparison,
    example: {
      input: { file: 'idle-caches.yaml' },
      body: examples.textExample,
      response: examples.comparisonExample,
    },
  },
);
export const compareRuleFolderContract = writes(
  'operator',
  '/api/rule-sets/import/folder',
  'Compare a folder on the server, below IMPORT_DIR, with the rule sets that are there',
  {
    input: files.compareFolderInput,
    response: files.comparison,
    example: { input: { folder: 'rules' }, response: examples.comparisonExample },
  },
);
export const takeRuleFilesContract = writes(
  'operator',
  '/api/rule-sets/import',
  'Take files that were compared, each whole or not at all: as drafts, or published at once',
  {
    input: files.takeInput,
    response: files.takeOutput,
    maxBytes: 27_000_000,
    example: {
      input: {
        files: [{ path: 'finops/idle-caches.yaml', yaml: examples.textExample, currentVersion: 0 }],
        note: 'As merged in the rules repository',
        publish: true,
      },
      response: examples.takenExample,
    },
  },
);
