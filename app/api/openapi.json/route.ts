import { readOpenApiContract } from '@/lib/contracts/reference';
import { route } from '@/lib/http';
import { ourDocument } from '@/lib/openapi/ours';

export const GET = route(readOpenApiContract, async () => ourDocument());
