import { compareRuleFolderContract } from '@/lib/contracts/rule-files';
import { database } from '@/lib/core/db';
import { route } from '@/lib/http';
import { compareFolder } from '@/lib/rules/files/compare';
import { folderBelowImports, readFolder } from '@/lib/rules/files/folder';

export const POST = route(compareRuleFolderContract, async ({ input }) =>
  compareFolder(database(), await readFolder(await folderBelowImports(input.folder))),
);
