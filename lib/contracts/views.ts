import { z } from 'zod';
import { reads, writes } from '@/lib/contract';
import * as views from '@/lib/views/schema';
import { viewExample } from './views.examples';

export const listViewsContract = reads('/api/views', 'Saved views: one’s own and what others share', {
  input: views.listViewsInput,
  response: views.viewPage,
  csv: ['id', 'area', 'name', 'search', 'isShared', 'owner', 'createdAt', 'updatedAt'],
  example: { input: { area: 'runs' }, response: { items: [viewExample], nextCursor: null } },
});
export const readViewContract = reads('/api/views/{id}', 'One saved view', {
  input: views.viewIdInput,
  response: views.savedView,
  example: { input: { id: '5b0d2f67-1a9e-4c38-b7a4-9e2d6c3f8a44' }, response: viewExample },
});
export const saveViewContract = writes(
  'viewer',
  '/api/views',
  'Keep a list’s filters and sort under a name',
  {
    input: views.createViewInput,
    response: views.savedView,
    status: 201,
    example: {
      input: { area: 'runs', name: 'Failed ones', search: 'state=failed', isShared: true },
      response: viewExample,
    },
  },
);
export const changeViewContract = writes(
  'viewer',
  '/api/views/{id}',
  'Rename one’s own view, share it, or keep other filters in it',
  {
    method: 'PATCH',
    input: views.changeViewInput,
    response: views.savedView,
    example: { input: { id: '5b0d2f67-1a9e-4c38-b7a4-9e2d6c3f8a44', isShared: true }, response: viewExample },
  },
);
export const removeViewContract = writes(
  'viewer',
  '/api/views/{id}',
  'Remove one’s own view, or as an administrator a shared one',
  {
    method: 'DELETE',
    body: undefined,
    input: views.viewIdInput,
    response: z.object({ removed: z.literal(true) }),
    example: { input: { id: '5b0d2f67-1a9e-4c38-b7a4-9e2d6c3f8a44' }, response: { removed: true } },
  },
);
