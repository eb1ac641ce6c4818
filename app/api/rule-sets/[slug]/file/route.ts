import { readRuleFileContract } from '@/lib/contracts/rule-files';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { publishedText } from '@/lib/rules/files/export';

export const GET = route(readRuleFileContract, async ({ input: { slug } }) => {
  const yaml = await publishedText(database(), slug);
  return new File([yaml], `${slug}.yaml`, { type: 'application/yaml' });
});
