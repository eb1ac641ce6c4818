import { readRecord } from '@/lib/catalog/record.data';
import { readRecordContract } from '@/lib/contracts/catalog';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';

export const GET = route(readRecordContract, ({ input }) => readRecord(database(), input, new Date()));
