import { z } from 'zod';
import * as connections from '@/lib/connections/schema';
import * as effects from '@/lib/effects/schema';
import * as audit from '@/lib/people/audit.schema';
import * as people from '@/lib/people/schema';
import * as exemptions from '@/lib/recommendations/exemptions/schema';
import * as health from '@/lib/recommendations/health/schema';
import * as recommendations from '@/lib/recommendations/schema';
import * as rules from '@/lib/rules/schema';
import * as runs from '@/lib/runs/schema';
import * as search from '@/lib/search/schema';
import * as sources from '@/lib/sources/schema';
import * as sourceViews from '@/lib/sources/views.schema';
import * as tickets from '@/lib/tickets/schema';
import * as views from '@/lib/views/schema';
import { problem } from './problems';

/**
 * What the schema files export is a component of the document by its name there (`runView` → `Run`, `runState` →
 * `RunState`), so that those files need not know of OpenAPI. What has no name stands where it is used.
 */
const MODULES: Record<string, unknown>[] = [
  { problem },
  audit,
  connections,
  effects,
  exemptions,
  health,
  people,
  recommendations,
  rules,
  runs,
  search,
  sources,
  sourceViews,
  tickets,
  views,
];

export function namedSchemas(): [string, z.ZodType][] {
  return MODULES.flatMap((module) =>
    Object.entries(module).flatMap(([name, schema]): [string, z.ZodType][] =>
      schema instanceof z.ZodObject || schema instanceof z.ZodEnum ? [[componentName(name), schema]] : [],
    ),
  );
}

function componentName(exported: string): string {
  if (exported === 'savedView') return 'SavedView'; // this one is about a view
  return exported.replace(/^./, (first) => first.toUpperCase()).replace(/(View|Schema)$/, '');
}
