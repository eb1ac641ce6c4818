import { reads } from '@/lib/contract';
import { searchInput, searchResult } from '@/lib/search/schema';

export const searchContract = reads(
  '/api/search',
  'Records whose name or key begins with a text, a few of each kind; users for administrators',
  {
    input: searchInput,
    response: searchResult,
    example: {
      input: { q: 'fin-12' },
      response: {
        items: [
          {
            kind: 'recommendation',
            id: '418',
            title: 'orders-alb',
            detail: 'delete · open · FIN-12',
            isExact: true,
          },
          {
            kind: 'ticket',
            id: '57',
            title: 'FIN-12',
            detail: 'Delete load balancer orders-alb · To Do',
            isExact: true,
          },
        ],
      },
    },
  },
);
