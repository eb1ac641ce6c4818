import type { Operation, Parameter } from '@/lib/openapi/schema';

type Call = { method: string; path: string; url: string; operation: Operation };

/** The call as one would type it in a shell, with the token read from there. */
export function curlOf({ method, path, url, operation }: Call): string {
  const parameters = parametersOf(operation);
  const query = parameters.filter((one) => one.in === 'query' && one.example !== undefined);
  const lines = [
    `curl${method === 'GET' ? '' : ` -X ${method}`} ${quote(url + pathOf(path, parameters) + queryOf(query))}`,
    ...(operation.security.length > 0 ? ['-H "Authorization: Bearer $EVENKEEL_TOKEN"'] : []),
    ...bodyOf(operation),
  ];
  return lines.join(' \\\n  ');
}

export function parametersOf({ parameters = [] }: Operation): Parameter[] {
  return parameters.filter((one): one is Parameter => 'name' in one);
}

function pathOf(path: string, parameters: Parameter[]): string {
  return path.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const example = parameters.find((one) => one.in === 'path' && one.name === name)?.example;
    return example === undefined ? whole : encodeURIComponent(String(example));
  });
}

function queryOf(parameters: Parameter[]): string {
  const pairs = parameters.flatMap(({ name, example }) =>
    [example].flat().map((value) => [name, String(value)]),
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

function bodyOf({ requestBody }: Operation): string[] {
  const json = requestBody?.content['application/json'];
  if (json?.schema) {
    return ['-H "Content-Type: application/json"', `-d ${quote(JSON.stringify(json.example ?? {}))}`];
  }
  return requestBody ? ['-H "Content-Type: text/csv"', '--data-binary @file.csv'] : [];
}

/** In single quotes a shell changes nothing; one within ends them, stands alone, and begins them again. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
