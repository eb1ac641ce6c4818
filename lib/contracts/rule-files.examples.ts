import type { Comparison, Taken } from '@/lib/rules/files/schema';
import { yamlExample } from './rules.examples';

export const archiveExample = new File([], 'evenkeel-rules.tar.gz', { type: 'application/gzip' });
export const fileExample = new File([yamlExample], 'idle-load-balancers.yaml', { type: 'application/yaml' });

export const textExample =
  'ruleset: idle-caches\ntitle: Caches nobody uses\ndomain: finops\nrules:\n  - name: delete-idle-cache\n    condition: "kind == \'cache\' and requests == 0 and age_days >= 14"\n    recommend: { action: delete, savings: cash_cost, reason: No requests }\n';

export const comparisonExample: Comparison = {
  files: [
    {
      id: 'finops/idle-caches.yaml',
      path: 'finops/idle-caches.yaml',
      slug: 'idle-caches',
      title: 'Caches nobody uses',
      state: 'new',
      currentVersion: 0,
      file: textExample,
      current: null,
      base: null,
      merged: null,
      draft: null,
      errors: [],
      failingTests: [],
    },
  ],
  ignored: [{ path: 'README.md', why: 'not a YAML file' }],
};

export const takenExample: Taken = {
  results: [
    {
      path: 'finops/idle-caches.yaml',
      slug: 'idle-caches',
      outcome: 'published',
      version: 1,
      draft: null,
      error: null,
    },
  ],
};
