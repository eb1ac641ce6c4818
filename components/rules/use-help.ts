import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { EditorHelp } from './completion';
import { fieldsQuery, ruleFileSchemaQuery } from './queries';
import { DOMAINS } from './url';

/** What the editor can offer of a text: by its own domain, which may just have been written. */
export function useEditorHelp(text: string): EditorHelp | null {
  const written = /^domain:[ \t]*["']?(\w+)/m.exec(text)?.[1];
  const domain = DOMAINS.find((word) => word === written) ?? 'general';
  const schema = useQuery(ruleFileSchemaQuery).data;
  const fields = useQuery(fieldsQuery(domain)).data?.fields;
  return useMemo(() => (schema ? { schema, fields: fields ?? [] } : null), [schema, fields]);
}
