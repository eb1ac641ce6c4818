import { exportRuleFilesContract } from '@/lib/contracts/rule-files';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { packFolder } from '@/lib/rules/files/archive';
import { exportFolder } from '@/lib/rules/files/export';

export const GET = route(exportRuleFilesContract, async ({ input }) => {
  const archive = packFolder(await exportFolder(database(), input));
  return new File([new Uint8Array(archive)], 'evenkeel-rules.tar.gz', { type: 'application/gzip' });
});
