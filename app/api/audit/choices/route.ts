import { readAuditChoicesContract } from '@/lib/contracts/audit';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readAuditChoices } from '@/lib/people/audit-views.data';

export const GET = route(readAuditChoicesContract, () => readAuditChoices(database()));
