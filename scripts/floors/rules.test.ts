import { describe, expect, it } from 'vitest';
import { findFaults } from './rules';

const importing = (from: string) => `import { x } from '${from}';\n`;

describe('the import floors', () => {
  it.each([
    ['app/(console)/runs/page.tsx', '@/lib/runs/data'],
    ['app/(console)/runs/page.tsx', '@/components/runs/list'],
    ['components/runs/list.tsx', '@/lib/runs/schema'],
    ['components/runs/list.tsx', '@/lib/core/money.schema'],
    ['components/runs/list.tsx', './queries'],
    ['lib/tickets/job.ts', '@/lib/runs/schema'],
    ['lib/tickets/job.ts', './issue'],
    ['lib/tickets/job.ts', '@/lib/drift'],
    ['lib/jobs.ts', '@/lib/recommendations/job'],
    ['lib/http.ts', 'next/server'],
    ['lib/auth.ts', './people/commands'],
    ['lib/runs/engine.ts', '@dbos-inc/dbos-sdk'],
    ['lib/core/outbound.ts', 'undici'],
    ['lib/core/mail.ts', 'nodemailer'],
    ['lib/sign-in.ts', 'next-auth/providers/credentials'],
    ['lib/sandbox/jira/server.ts', '@/lib/core/errors'],
    ['lib/tickets/job.test.ts', '@/lib/sandbox/jira/server'],
    ['lib/effects/ledger.test.ts', '@/lib/tickets/data'],
  ])('let %s use %s', (file, from) => {
    expect(findFaults(file, importing(from))).toEqual([]);
  });

  it.each([
    ['lib/effects/ledger.ts', '@/lib/tickets/data', 'up the floor'],
    ['lib/effects/ledger.ts', '../tickets/data', 'up the floor'],
    ['lib/tickets/job.ts', '@/lib/sources/data', 'sideways on one floor'],
    ['lib/core/db.ts', '@/lib/people/data', 'up the floor'],
    ['lib/drift.ts', '@/lib/tickets/schema', 'up the floor'],
    ['lib/tickets/job.ts', '@/lib/http', 'up the floor: the edge is for pages and routes'],
    ['lib/tickets/job.ts', '@/components/ui/button', 'up the floor: lib does not know components'],
    ['components/runs/list.tsx', '@/app/layout', 'up the floor: app stands on top'],
    ['components/runs/list.tsx', '@/lib/runs/data', 'components see only the schema files of lib'],
    ['app/api/x/route.ts', '@/lib/sandbox/jira/server', 'the sandbox is for scripts, bench and tests'],
    ['lib/jobs.ts', '@/lib/sandbox/company/make', 'the sandbox is for scripts, bench and tests'],
    ['lib/sandbox/jira/server.ts', '@/lib/tickets/schema', 'the sandbox knows no domain'],
    ['lib/runs/plan.ts', '@/scripts/migrate', 'the product does not use scripts/'],
    ['lib/runs/worker.ts', '@dbos-inc/dbos-sdk', 'only lib/runs/engine.ts knows DBOS'],
    ['lib/tickets/jira.ts', 'undici', 'only lib/core/outbound.ts calls outside'],
    ['lib/tickets/jira.ts', 'next/headers', 'in lib only the edge (auth.ts, sign-in.ts, http.ts) knows Next'],
    ['lib/people/links.commands.ts', 'nodemailer', 'only lib/core/mail.ts sends mail'],
    [
      'lib/weather/data.ts',
      '@/lib/core/db',
      'lib/weather stands on no floor: give it one in scripts/floors/rules.ts',
    ],
  ])('keep %s from %s', (file, from, why) => {
    expect(findFaults(file, importing(from))).toEqual([`${file}:1 imports ${from}: ${why}`]);
  });

  it('see every form of import, over several lines too, and say on which line', () => {
    const text = [
      "import type { A } from '@/lib/tickets/schema';",
      'import {',
      '  b,',
      "} from '@/lib/tickets/data';",
      "export { c } from '@/lib/tickets/issue';",
      "const d = await import('@/lib/tickets/job');",
      "import '@/lib/tickets/monitor';",
    ].join('\n');
    expect(findFaults('lib/runs/plan.ts', text).map((fault) => fault.split(' ')[0])).toEqual([
      'lib/runs/plan.ts:1',
      'lib/runs/plan.ts:4',
      'lib/runs/plan.ts:5',
      'lib/runs/plan.ts:6',
      'lib/runs/plan.ts:7',
    ]);
  });

  it('do not read comments, nor take a glob in a string for one', () => {
    const text =
      "// import { x } from '@/lib/tickets/data'\nconst glob = 'lib/**/x';\n/* process.env */ fetchAll();";
    expect(findFaults('lib/runs/plan.ts', text)).toEqual([]);
  });
});

describe('the single doors', () => {
  it('lead to the environment and to the outside', () => {
    const text = 'const a = process.env.A;\nawait fetch(a);';
    expect(findFaults('lib/runs/plan.ts', text)).toEqual([
      'lib/runs/plan.ts:1 reads process.env: only lib/core/env.ts does',
      'lib/runs/plan.ts:2 fetches: only lib/core/outbound.ts and queries.ts do',
    ]);
    expect(findFaults('lib/core/env.ts', 'process.env')).toEqual([]);
    expect(findFaults('components/runs/queries.ts', "fetch('/api/runs')")).toEqual([]);
    expect(findFaults('components/runs/list.tsx', "fetch('/api/runs')")).toHaveLength(1);
  });
});
