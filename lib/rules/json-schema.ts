import { z } from 'zod';
import { ruleFile } from './file.schema';
import type { FactValue } from './schema';

type JsonSchema = Record<string, FactValue>;
let made: JsonSchema | undefined;

/** The JSON Schema of a rule file (draft 2020-12), made of our zod schema; `holds` is a word of ours, for editors. */
export function ruleFileJsonSchema(): JsonSchema {
  made ??= z.record(z.string(), z.json()).parse(z.toJSONSchema(ruleFile, { io: 'input' }));
  return made;
}
