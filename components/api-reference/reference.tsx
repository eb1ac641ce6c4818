import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { PageHeader } from '@/components/ui/section';
import type { OpenApiDocument, Operation } from '@/lib/openapi/schema';
import { type ErrorLine, Errors } from './errors';
import { AreaSelect, FilterBox, Filtered, FilterProvider, NothingFits } from './filter';
import { Guide } from './guide';
import { OperationCard } from './operation';
import { SchemaTree } from './schema-tree';

type Call = { method: string; path: string; operation: Operation; text: string };
type Area = { id: string; name: string; description: string; calls: Call[] };

/** The API for readers, from the same document that programs read. */
export function ApiReference({
  document,
  errors,
}: {
  document: OpenApiDocument;
  errors: readonly ErrorLine[];
}) {
  const areas = areasOf(document);
  const [url = ''] = document.servers.map((server) => server.url);
  const stops = [
    { id: 'begin', name: 'How to call' },
    ...areas.map(({ id, name }) => ({ id, name })),
    { id: 'errors', name: 'Errors' },
    { id: 'schemas', name: 'Schemas' },
  ];
  return (
    <FilterProvider>
      <PageHeader
        title="API"
        summary={`OpenAPI ${document.openapi}, version ${document.info.version}`}
        actions={
          <Button asChild look="quiet">
            <a href="/api/openapi.json" download="evenkeel-openapi.json">
              <Download aria-hidden /> openapi.json
            </a>
          </Button>
        }
      />
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <div className="flex gap-2 border-b bg-surface p-2 md:hidden">
          <AreaSelect areas={stops} />
          <FilterBox />
        </div>
        <nav
          aria-label="Calls"
          className="hidden w-64 shrink-0 flex-col gap-1 overflow-y-auto border-r bg-canvas p-3 md:flex"
        >
          <FilterBox />
          <a href="#begin" className="mt-2 font-semibold hover:underline">
            How to call
          </a>
          {areas.map((area) => (
            <AreaLinks key={area.id} area={area} />
          ))}
          <a href="#errors" className="font-semibold hover:underline">
            Errors
          </a>
          <a href="#schemas" className="font-semibold hover:underline">
            Schemas
          </a>
        </nav>
        <section
          aria-label="Guide and all calls"
          className="min-h-0 min-w-0 flex-1 overflow-y-auto px-4 pb-16"
        >
          <Guide url={url} />
          <NothingFits texts={areas.flatMap(({ calls }) => calls.map(({ text }) => text))} />
          {areas.map((area) => (
            <AreaSection key={area.id} area={area} url={url} />
          ))}
          <Errors lines={errors} />
          <Schemas document={document} />
        </section>
      </div>
    </FilterProvider>
  );
}

function AreaLinks({ area }: { area: Area }) {
  return (
    <Filtered texts={area.calls.map(({ text }) => text)}>
      <a href={`#${area.id}`} className="mt-2 block font-semibold hover:underline">
        {area.name}
      </a>
      <ul>
        {area.calls.map(({ operation, text }) => (
          <li key={operation.operationId}>
            <Filtered texts={[text]}>
              <a
                href={`#${operation.operationId}`}
                className="block truncate rounded-small px-1 py-0.5 text-meta text-muted hover:bg-hover hover:text-ink"
              >
                {operation.operationId}
              </a>
            </Filtered>
          </li>
        ))}
      </ul>
    </Filtered>
  );
}

function AreaSection({ area, url }: { area: Area; url: string }) {
  return (
    <Filtered texts={area.calls.map(({ text }) => text)}>
      <section aria-labelledby={area.id} className="mt-6">
        <h2 id={area.id} className="scroll-mt-16 text-title font-semibold md:scroll-mt-4">
          {area.name}
        </h2>
        <p className="text-muted">{area.description}</p>
        {area.calls.map((call) => (
          <Filtered key={call.operation.operationId} texts={[call.text]}>
            <OperationCard {...call} url={url} />
          </Filtered>
        ))}
      </section>
    </Filtered>
  );
}

function Schemas({ document }: { document: OpenApiDocument }) {
  return (
    <section aria-labelledby="schemas" className="max-w-[760px] py-4">
      <h2 id="schemas" className="scroll-mt-16 text-title font-semibold md:scroll-mt-4">
        Schemas
      </h2>
      {Object.entries(document.components.schemas).map(([name, schema]) => (
        <div
          key={name}
          id={`schema-${name}`}
          className="scroll-mt-16 border-b py-3 target:bg-accent-soft md:scroll-mt-4"
        >
          <h3 className="font-mono font-semibold text-body">{name}</h3>
          {schema.description ? <p className="text-muted">{schema.description}</p> : null}
          <SchemaTree schema={schema} />
        </div>
      ))}
    </section>
  );
}

function areasOf({ tags, paths }: OpenApiDocument): Area[] {
  const calls = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([verb, operation]): Call => {
      const method = verb.toUpperCase();
      const text = `${method} ${path} ${operation.operationId} ${operation.summary}`.toLowerCase();
      return { method, path, operation, text };
    }),
  );
  return tags.map(({ name, description }) => ({
    id: `area-${name.toLowerCase().replaceAll(' ', '-')}`,
    name,
    description,
    calls: calls.filter(({ operation }) => operation.tags.includes(name)),
  }));
}
