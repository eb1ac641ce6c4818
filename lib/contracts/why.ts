import { reads, writes } from '@/lib/contract';
import { recommendationIdInput } from '@/lib/recommendations/schema';
import * as why from '@/lib/recommendations/why.schema';
import { yamlExample } from './rules.examples';
import * as examples from './why.examples';

const slug = 'idle-load-balancers';

export const askWhyContract = reads(
  '/api/rule-sets/{slug}/why',
  'Why a resource matches the rules of a set, or why not: each condition with its facts, their sources and ages',
  {
    input: why.askWhyInput,
    response: why.whyAnswer,
    example: {
      input: { slug, resource: examples.resourceExample.nativeId, rule: 'delete-idle-load-balancer' },
      response: examples.whyAnswerExample,
    },
  },
);
export const askDraftWhyContract = writes(
  'viewer',
  '/api/rule-sets/{slug}/why',
  'The same by a text that is being written; nothing is kept',
  {
    input: why.askDraftWhyInput,
    response: why.whyAnswer,
    example: {
      input: { slug, yaml: yamlExample, resource: examples.resourceExample.nativeId },
      response: { ...examples.whyAnswerExample, version: null },
    },
  },
);
export const sampleDraftContract = writes(
  'viewer',
  '/api/rule-sets/{slug}/sample',
  'What a text that is being written says of a sample of real resources; nothing is kept',
  {
    input: why.sampleInput,
    response: why.sampleAnswer,
    example: { input: { slug, yaml: yamlExample, limit: 100 }, response: examples.sampleExample },
  },
);
export const readRecommendationWhyContract = reads(
  '/api/recommendations/{id}/why',
  'Why a recommendation stands, now and as it was when its ticket opened',
  {
    input: recommendationIdInput,
    response: why.recommendationWhy,
    example: { input: { id: '118' }, response: examples.recommendationWhyExample },
  },
);
export const findResourcesContract = reads(
  '/api/resources',
  'Resources whose name or native id begins with a text or has it in it',
  {
    input: why.findResourcesInput,
    response: why.foundResources,
    example: { input: { q: 'shop' }, response: { items: [examples.resourceExample] } },
  },
);
