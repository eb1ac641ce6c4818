import type { JsonSchema } from '@/lib/openapi/schema';
import { nameOf, typeOf } from './schema-words';

/** The fields of a schema, one a line; what has a name of its own is linked, what has not is told here. */
export function SchemaTree({ schema }: { schema: JsonSchema }) {
  const inner = innerOf(schema);
  const name = nameOf(inner);
  if (name) return <TypeName schema={schema} />;
  const alternatives = inner.oneOf ?? inner.anyOf?.filter(({ properties }) => properties);
  if (alternatives && alternatives.length > 1) {
    return (
      <ul className="flex flex-col gap-2">
        {alternatives.map((one, at) => (
          <li key={JSON.stringify(one)}>
            <p className="text-meta text-faint">{at === 0 ? 'Either' : 'or'}</p>
            <SchemaTree schema={one} />
          </li>
        ))}
      </ul>
    );
  }
  if (!inner.properties) return <TypeName schema={schema} />;
  const required = new Set(inner.required);
  return (
    <dl className="border-l-2 pl-3">
      {Object.entries(inner.properties).map(([field, part]) => (
        <Field key={field} name={field} schema={part} isRequired={required.has(field)} />
      ))}
    </dl>
  );
}

type FieldProps = { name: string; schema: JsonSchema; isRequired: boolean };

function Field({ name, schema, isRequired }: FieldProps) {
  const inner = innerOf(schema);
  const goesOn = !nameOf(inner) && (inner.properties !== undefined || (inner.oneOf?.length ?? 0) > 1);
  return (
    <div className="py-0.5">
      <dt className="flex flex-wrap items-baseline gap-x-2">
        <code className="break-all font-mono text-meta">{name}</code>
        <TypeName schema={schema} />
        {isRequired ? null : <span className="text-meta text-faint">optional</span>}
      </dt>
      {schema.description ? <dd className="text-meta text-muted">{schema.description}</dd> : null}
      {goesOn ? (
        <dd className="mt-1 ml-1">
          <SchemaTree schema={inner} />
        </dd>
      ) : null}
    </div>
  );
}

/** The type in words, with a link where it has a name. */
export function TypeName({ schema }: { schema: JsonSchema }) {
  const name = nameOf(innerOf(schema));
  const words = typeOf(schema);
  if (!name) return <span className="text-meta text-muted">{words}</span>;
  const [before, after] = words.split(name);
  return (
    <span className="text-meta text-muted">
      {before}
      <a href={`#schema-${name}`} className="text-accent underline-offset-2 hover:underline">
        {name}
      </a>
      {after}
    </span>
  );
}

/** What a list holds and what may be null is told of the thing itself. */
function innerOf(schema: JsonSchema): JsonSchema {
  if (typeof schema.items === 'object') return innerOf(schema.items);
  const present = schema.anyOf?.filter(({ type }) => type !== 'null');
  const [only] = present ?? [];
  return present?.length === 1 && only ? innerOf(only) : schema;
}
