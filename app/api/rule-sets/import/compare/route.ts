import { compareRuleFilesContract } from '@/lib/contracts/rule-files';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { readUpTo } from '@/lib/edge/read-body';
import { route } from '@/lib/http';
import { unpackFolder } from '@/lib/rules/files/archive';
import { compareFolder } from '@/lib/rules/files/compare';
import { FOLDER_LIMITS } from '@/lib/rules/files/sift';

/** Nothing is kept: what is taken afterwards is sent again, with what the comparison said of each. */
export const POST = route(compareRuleFilesContract, async ({ input, request }) => {
  const most = FOLDER_LIMITS.packedBytes;
  const { body, size } = await readUpTo(request, most);
  if (size > most) throw new AppError('too_large', `an archive may have ${most / 1_000_000} MB`);
  return compareFolder(database(), unpackFolder(body, input.file ?? 'rules.yaml'));
});
