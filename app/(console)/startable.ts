import { z } from 'zod';
import { fieldsOf, type StartableGraph } from '@/components/runs/graphs';
import { listConnections } from '@/lib/connections/data';
import type { ConnectionKind } from '@/lib/connections/kinds.schema';
import { database } from '@/lib/core/db';
import { graphs } from '@/lib/jobs';
import { listEnabledSources } from '@/lib/sources/data';

/** The graphs that people start or schedule, with the forms of their inputs. */
export async function startableGraphs(): Promise<StartableGraph[]> {
  const [connections, sources] = await Promise.all([
    listConnections(database()),
    listEnabledSources(database()),
  ]);
  const ofKind = (kind: ConnectionKind) => connections.filter((each) => each.kind === kind).map(optionOf);
  const choices = {
    connectionId: ofKind('jira'),
    senderId: ofKind('cms'),
    sourceId: sources.map(optionOf),
  };
  return graphs.map(({ name, title, description, input }) => ({
    name,
    title,
    description,
    fields: fieldsOf(
      jsonSchema.parse(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })),
      choices,
    ),
  }));
}

const optionOf = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });

const property = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
});
const jsonSchema = z.looseObject({
  properties: z.record(z.string(), property).optional(),
  required: z.array(z.string()).optional(),
});
