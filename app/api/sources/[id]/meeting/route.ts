import { readMeetingContract } from '@/lib/contracts/resources';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { readMeeting } from '@/lib/sources/meeting.data';

export const GET = route(readMeetingContract, ({ input }) => readMeeting(database(), input.id));
