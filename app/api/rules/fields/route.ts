import { listFieldsContract } from '@/lib/contracts/rules';
import { listFields } from '@/lib/facts/catalogue';
import { route } from '@/lib/http';

export const GET = route(listFieldsContract, async ({ input }) => listFields(input));
