import { listArmingContract, setArmingContract } from '@/lib/contracts/arming';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { setArming } from '@/lib/rules/arming.commands';
import { pageArming } from '@/lib/rules/arming.data';

export const GET = route(listArmingContract, ({ input }) => pageArming(database(), input));

export const PUT = route(setArmingContract, ({ input, actor }) => setArming({ actor, ...input }));
