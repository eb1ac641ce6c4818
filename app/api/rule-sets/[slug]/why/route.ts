import { askDraftWhyContract, askWhyContract } from '@/lib/contracts/why';
import { systemClock } from '@/lib/core/clock';
import { route } from '@/lib/http';
import { askDraftWhy, askWhy } from '@/lib/recommendations/ask-why';

export const GET = route(askWhyContract, ({ input }) => askWhy(input, systemClock()));
export const POST = route(askDraftWhyContract, ({ input }) => askDraftWhy(input, systemClock()));
