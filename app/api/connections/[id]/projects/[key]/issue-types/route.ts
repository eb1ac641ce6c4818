import { listSiteIssueTypes } from '@/lib/connections/choices';
import { listSiteIssueTypesContract } from '@/lib/contracts/connections';
import { route } from '@/lib/http';

export const GET = route(listSiteIssueTypesContract, async ({ input }) => ({
  items: await listSiteIssueTypes(input.id, input.key),
}));
