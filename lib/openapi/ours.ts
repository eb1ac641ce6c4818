import { areas } from '@/lib/contracts/all';
import { publicUrl } from '@/lib/core/env';
import { version } from '@/package.json';
import { openApiDocument } from './document';
import type { OpenApiDocument } from './schema';

let made: OpenApiDocument | undefined;

/** Our own document: made once, since the contracts change with a new build only. */
export function ourDocument(): OpenApiDocument {
  made ??= openApiDocument({ areas, url: publicUrl(), version });
  return made;
}
