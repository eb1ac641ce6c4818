import { listSiteProjects } from '@/lib/connections/choices';
import { listSiteProjectsContract } from '@/lib/contracts/connections';
import { route } from '@/lib/http';

export const GET = route(listSiteProjectsContract, async ({ input }) => ({
  items: await listSiteProjects(input.id),
}));
