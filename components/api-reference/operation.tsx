import type { Answer, Operation, Parameter } from '@/lib/openapi/schema';
import { Code } from './code';
import { curlOf, parametersOf } from './curl';
import { SchemaTree, TypeName } from './schema-tree';

type OperationProps = { method: string; path: string; url: string; operation: Operation };

/** One call: what it does at a glance, the rest when it is opened. */
export function OperationCard({ method, path, url, operation }: OperationProps) {
  const { operationId: id, summary, requestBody } = operation;
  const parameters = parametersOf(operation);
  const body = Object.entries(requestBody?.content ?? {});
  return (
    <article
      id={id}
      aria-labelledby={`${id}-name`}
      className="scroll-mt-16 border-b py-4 target:bg-accent-soft md:scroll-mt-4"
    >
      <h3
        id={`${id}-name`}
        className="flex flex-wrap items-baseline gap-x-2 font-mono text-body font-semibold"
      >
        <span className="text-accent">{method}</span>
        <a href={`#${id}`} className="break-all hover:underline">
          {path}
        </a>
      </h3>
      <p className="mt-0.5">{summary}.</p>
      <p className="text-meta text-faint">
        {WHO[operation['x-role']] ?? operation['x-role']} · <code className="font-mono">{id}</code>
      </p>
      <details className="group mt-2">
        <summary className="w-fit cursor-pointer text-meta text-accent">Input, answer, example</summary>
        <div className="mt-2 grid gap-4 xl:grid-cols-2">
          <div className="min-w-0">
            {parameters.length > 0 ? <Parameters parameters={parameters} /> : null}
            {body.length > 0 ? <Body types={body.map(([type]) => type)} operation={operation} /> : null}
            {parameters.length + body.length === 0 ? <p className="text-muted">It takes no input.</p> : null}
            <Answers operation={operation} />
          </div>
          <div className="min-w-0">
            <Code label={`${id} with curl`} text={curlOf({ method, path, url, operation })} />
            <ExampleAnswer id={id} answer={answerOf(operation)} />
          </div>
        </div>
      </details>
    </article>
  );
}

const WHO: Record<string, string> = {
  public: 'Anybody',
  viewer: 'Viewers and above',
  operator: 'Operators and above',
  admin: 'Administrators',
};

function Parameters({ parameters }: { parameters: Parameter[] }) {
  return (
    <>
      <h4 className="font-semibold">Parameters</h4>
      <dl className="mt-1 border-l-2 pl-3">
        {parameters.map(({ name, in: place, required, schema, description }) => (
          <div key={name} className="py-0.5">
            <dt className="flex flex-wrap items-baseline gap-x-2">
              <code className="font-mono text-meta">{name}</code>
              <TypeName schema={schema} />
              <span className="text-meta text-faint">
                {place}
                {required ? '' : ', optional'}
              </span>
            </dt>
            {description ? <dd className="text-meta text-muted">{description}</dd> : null}
          </div>
        ))}
      </dl>
    </>
  );
}

function Body({ types, operation }: { types: string[]; operation: Operation }) {
  const schema = operation.requestBody?.content['application/json']?.schema;
  return (
    <>
      <h4 className="mt-3 font-semibold first:mt-0">Body</h4>
      <p className="mb-1 text-meta text-faint">
        {types.join(', ')} {operation.requestBody?.description}
      </p>
      {schema ? (
        <SchemaTree schema={schema} />
      ) : (
        <p className="text-muted">The file itself, compressed or not.</p>
      )}
    </>
  );
}

function Answers({ operation }: { operation: Operation }) {
  const answers = Object.entries(operation.responses);
  const refused = answers.flatMap(([status, answer]) =>
    '$ref' in answer && status !== 'default' ? [status] : [],
  );
  return (
    <>
      {answers.map(([status, answer]) => {
        if ('$ref' in answer) return null;
        const types = Object.keys(answer.content ?? {});
        const schema = answer.content?.['application/json']?.schema;
        return (
          <div key={status}>
            <h4 className="mt-3 font-semibold">
              {status} <span className="font-normal text-muted">{answer.description}</span>
            </h4>
            <p className="mb-1 text-meta text-faint">{types.join(' or ')}</p>
            {schema ? <SchemaTree schema={schema} /> : null}
          </div>
        );
      })}
      <p className="mt-3 text-meta text-muted">
        Refusals: {refused.join(', ')}, each as a{' '}
        <a href="#errors" className="text-accent hover:underline">
          problem with a code
        </a>
        .
      </p>
    </>
  );
}

function answerOf({ responses }: Operation): Answer | undefined {
  return Object.values(responses).find((answer): answer is Answer => !('$ref' in answer));
}

function ExampleAnswer({ id, answer }: { id: string; answer: Answer | undefined }) {
  const example = answer?.content?.['application/json']?.example;
  if (example === undefined) return null;
  return <Code label={`${id} answers`} text={JSON.stringify(example, null, 2)} />;
}
