import { z } from 'zod';
import { publishInput, ruleSetSlug, yamlText } from '../editing/schema';
import { validateOutput } from '../schema';

/**
 * How a file and the set of its name stand to each other. `changed`: only the file moved on since both were alike, or
 * nothing is known of that; `here`: only the set did, the file says what it said before; `conflict`: both did; `gone`:
 * a set that the folder lacks, which no import takes away.
 */
export const FILE_STATES = ['conflict', 'invalid', 'changed', 'new', 'here', 'gone', 'same'] as const;
export type FileState = (typeof FILE_STATES)[number];

const fileState = z.enum(FILE_STATES);

/** The changes of both sides in one text; `conflicts`: places where both stand between marks, for a person to choose. */
const merged = z.object({ yaml: z.string(), conflicts: z.int() });

/** `file` and `current` are there where they differ; `base` is what both had in common, in words. */
export const comparedFile = z.object({
  id: z.string(), // its path, or the name of a set that the folder lacks
  path: z.string().nullable(),
  slug: z.string().nullable(), // null: the file does not say it, or not so that it can be read
  title: z.string().nullable(),
  state: fileState,
  currentVersion: z.int(), // 0: nothing is published, or there is no such set
  file: z.string().nullable(),
  current: z.string().nullable(),
  base: z.string().nullable(),
  merged: merged.nullable(),
  draft: z.int().nullable(), // a draft that says just what the file says
  errors: validateOutput.shape.errors,
  failingTests: z.array(z.string()),
});
export type ComparedFile = z.infer<typeof comparedFile>;

export const ignoredFile = z.object({ path: z.string(), why: z.string() });
export type Ignored = z.infer<typeof ignoredFile>;

export const comparison = z.object({ files: z.array(comparedFile), ignored: z.array(ignoredFile) });
export type Comparison = z.infer<typeof comparison>;

export const exportInput = z.object({
  drafts: z.stringbool().optional().describe('Every draft as well, below drafts/'),
});

/** `file` tells what is sent by its name, where that is a single file. */
export const compareUploadInput = z.object({ file: z.string().min(1).max(300).optional() });
export const compareFolderInput = z.object({
  folder: z.string().max(500).describe('A folder on the server, below IMPORT_DIR; empty: that folder itself'),
});

/**
 * A file to be taken as it was compared. `currentVersion` is what the comparison said: a set that moved on since is
 * refused. `text` is what is taken of it, where that is not the file's own: both sides in one.
 */
const takenFile = z.object({
  path: z.string().min(1).max(300),
  yaml: yamlText,
  text: yamlText.optional(),
  currentVersion: z.int().min(0),
});
export type TakenFile = z.infer<typeof takenFile>;

export const takeInput = z.object({
  files: z.array(takenFile).min(1).max(100),
  note: publishInput.shape.note,
  publish: z.boolean().describe('At once, instead of as a draft'),
  overrideReason: publishInput.shape.overrideReason,
});
export type TakeInput = z.infer<typeof takeInput>;

/** What became of one file. `refused` left nothing behind; `error` says why. */
export const takenResult = z.object({
  path: z.string(),
  slug: z.string().nullable(),
  outcome: z.enum(['published', 'drafted', 'unchanged', 'refused']),
  version: z.int().nullable(),
  draft: z.int().nullable(),
  error: z.string().nullable(),
});
export type TakenResult = z.infer<typeof takenResult>;

export const takeOutput = z.object({ results: z.array(takenResult) });
export type Taken = z.infer<typeof takeOutput>;

/** Which version of each set the files of an export are, by the set's name. */
export const manifest = z.object({
  schema: z.literal(1),
  sets: z.record(ruleSetSlug, z.object({ version: z.int().min(1), checksum: z.string() })),
});
export type Manifest = z.infer<typeof manifest>;
