import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import * as joins from '@/lib/recommendations/joins/schema';
import { meeting } from '@/lib/sources/meeting.schema';
import * as examples from './resources.examples';

const joinId = z.object({ id: z.string().regex(/^\d{1,18}$/, 'an id is a number') });

export const readMeetingContract = reads(
  '/api/sources/{id}/meeting',
  'How many resources of a source the other side has too: of an inventory the bills, of a bill the inventories',
  {
    input: z.object({ id: z.uuid() }),
    response: meeting,
    example: {
      input: { id: 'b4f580ac-caaa-493b-bc7d-ae919ceb6c09' },
      response: examples.meetingExample,
    },
  },
);
export const listDoublesContract = reads(
  '/api/resources/doubles',
  'Pairs of resources that are one, or may be, and why',
  {
    input: joins.listDoublesInput,
    response: joins.doublePage,
    example: {
      input: { reason: 'regionless' },
      response: { items: [examples.doubleExample], nextCursor: null },
    },
  },
);
export const previewJoinContract = reads(
  '/api/resource-joins/preview',
  'What joining two resources would do: whose recommendations, tickets and exemptions stay',
  {
    input: joins.joinPair,
    response: joins.joinPreview,
    example: { input: { keptId: '96', joinedId: '412' }, response: examples.joinPreviewExample },
  },
);
export const listJoinsContract = reads('/api/resource-joins', 'Joins of resources, the latest first', {
  input: joins.listJoinsInput,
  response: joins.joinPage,
  example: { input: { state: 'joined' }, response: { items: [examples.joinExample], nextCursor: null } },
});
export const joinResourcesContract = writes(
  'operator',
  '/api/resource-joins',
  'Join one resource into another; the same again is the same join',
  {
    input: joins.joinPair,
    response: joinId,
    status: 201,
    example: { input: { keptId: '96', joinedId: '412' }, response: { id: '7' } },
  },
);
export const joinAllContract = writes(
  'operator',
  '/api/resource-joins/all',
  'Start a run that joins every pair suggested for one reason',
  {
    input: joins.joinAllInput,
    response: z.object({ runId: z.string() }),
    status: 202,
    example: {
      input: { reason: 'region' },
      response: { runId: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b' },
    },
  },
);
export const undoJoinContract = writes(
  'operator',
  '/api/resource-joins/{id}/undo',
  'Take a join back; refused with the reason where later data rests on it',
  { input: joinId, response: joinId, example: { input: { id: '7' }, response: { id: '7' } } },
);
export const closeDuplicatesContract = writes(
  'operator',
  '/api/resource-joins/{id}/close-duplicates',
  'Confirm that the other issues of a join are closed as duplicates',
  {
    input: joinId,
    response: z.object({ closing: z.number() }),
    example: { input: { id: '7' }, response: { closing: 1 } },
  },
);
