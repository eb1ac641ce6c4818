import { sampleDraftContract } from '@/lib/contracts/why';
import { systemClock } from '@/lib/core/clock';
import { route } from '@/lib/http';
import { sampleDraft } from '@/lib/recommendations/sample';

export const POST = route(sampleDraftContract, ({ input }) => sampleDraft(input, systemClock()));
