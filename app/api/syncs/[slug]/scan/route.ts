import { startScan } from '@/lib/catalog/scan.commands';
import { scanDriftContract } from '@/lib/contracts/catalog';
import { route } from '@/lib/http';

export const POST = route(scanDriftContract, ({ input, actor }) => startScan({ actor, slug: input.slug }));
