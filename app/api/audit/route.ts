import { listAuditContract } from '@/lib/contracts/audit';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { listAudit } from '@/lib/people/audit-views.data';

export const GET = route(listAuditContract, ({ input }) => listAudit(database(), input));
