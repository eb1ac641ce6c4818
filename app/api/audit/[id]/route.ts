import { readAuditEventContract } from '@/lib/contracts/audit';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readAudit } from '@/lib/people/audit-views.data';

export const GET = route(readAuditEventContract, ({ input }) => readAudit(database(), input.id));
