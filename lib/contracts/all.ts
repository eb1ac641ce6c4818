import type { AnyContract } from '@/lib/contract';
import * as arming from './arming';
import * as audit from './audit';
import * as backtests from './backtests';
import * as catalog from './catalog';
import * as connections from './connections';
import * as costs from './costs';
import * as deliveries from './deliveries';
import * as exemptions from './exemptions';
import * as health from './health';
import * as people from './people';
import * as quarantine from './quarantine';
import * as recommendations from './recommendations';
import * as reference from './reference';
import * as resources from './resources';
import * as retention from './retention';
import * as routing from './routing';
import * as ruleFiles from './rule-files';
import * as rules from './rules';
import * as runs from './runs';
import * as schedules from './schedules';
import * as search from './search';
import * as sources from './sources';
import * as tickets from './tickets';
import * as views from './views';
import * as why from './why';

/** The areas of the API, in the order in which its reference tells of them. */
export const areas = {
  Recommendations: recommendations,
  Tickets: tickets,
  Catalogue: catalog,
  Quarantine: quarantine,
  Sources: sources,
  Resources: resources,
  Costs: costs,
  Deliveries: deliveries,
  Runs: runs,
  Rules: rules,
  'Rule files': ruleFiles,
  Backtests: backtests,
  'Why and why not': why,
  Exemptions: exemptions,
  Connections: connections,
  Routing: routing,
  Arming: arming,
  Schedules: schedules,
  Retention: retention,
  'Saved views': views,
  People: people,
  Audit: audit,
  Search: search,
  Health: health,
  Reference: reference,
} satisfies Record<string, Record<string, AnyContract>>;

/** Every call of the API: what the tests walk and OpenAPI is made from. */
export const contracts: readonly AnyContract[] = Object.values(areas).flatMap((area): AnyContract[] =>
  Object.values(area),
);
