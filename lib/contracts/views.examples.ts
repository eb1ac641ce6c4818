import type { SavedView } from '@/lib/views/schema';

export const viewExample: SavedView = {
  id: '5b0d2f67-1a9e-4c38-b7a4-9e2d6c3f8a44',
  area: 'runs',
  name: 'Failed ones',
  search: 'state=failed',
  isShared: true,
  owner: 'mara@example.com',
  isOwn: true,
  mayRemove: true,
  createdAt: '2026-11-20T10:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
};
