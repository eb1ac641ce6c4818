import { reads, writes } from '@/lib/contract';
import { pageOf } from '@/lib/core/list';
import { armingPreview } from '@/lib/recommendations/arming-preview.schema';
import * as arming from '@/lib/rules/arming.schema';

export const listArmingContract = reads('/api/arming', 'Which rule sets open tickets on which tracker', {
  input: arming.listArmingInput,
  response: pageOf(arming.armingRow),
  csv: ['id', 'slug', 'title', 'domain', 'enabled', 'cells'],
});
export const previewArmingContract = reads(
  '/api/arming/preview',
  'What arming a rule set on a tracker would open, and what is held back',
  { input: arming.armingPlace, response: armingPreview },
);
export const setArmingContract = writes('admin', '/api/arming', 'Let a rule set open tickets, or only show', {
  method: 'PUT',
  input: arming.setArmingInput,
  response: arming.setArmingInput,
});
