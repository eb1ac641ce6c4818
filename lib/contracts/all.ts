import type { AnyContract } from '@/lib/contract';
import * as connections from './connections';
import * as health from './health';
import * as people from './people';
import * as recommendations from './recommendations';
import * as rules from './rules';
import * as runs from './runs';
import * as sources from './sources';
import * as tickets from './tickets';

/** Every call of the API: what the tests walk and OpenAPI is made from. */
export const contracts: readonly AnyContract[] = [
  connections,
  health,
  people,
  recommendations,
  rules,
  runs,
  sources,
  tickets,
].flatMap((area): AnyContract[] => Object.values(area));
