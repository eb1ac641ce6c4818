/** One fault of the input, as problem+json lists them. */
export type RequestFault = { message: string; path?: string; line?: number; column?: number };

type Problem = {
  code?: string;
  detail?: string;
  title?: string;
  requestId?: string;
  errors?: RequestFault[];
};

/** What a call to our own API that did not succeed says; `detail` is for the reader, `requestId` finds the log line. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | null;
  readonly errors: RequestFault[];

  constructor(status: number, problem: Problem) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`);
    this.name = 'RequestError';
    this.status = status;
    this.code = problem.code ?? (status === 0 ? 'unreachable' : 'internal');
    this.requestId = problem.requestId ?? null;
    this.errors = problem.errors ?? [];
  }
}

/** One keyset page of a list. */
export type Page<Item> = { items: Item[]; nextCursor: string | null };

type QueryValue = string | number | boolean | null | undefined | readonly string[];

/**
 * A path with its query; what is null is left out, a list is the name repeated. An empty text is a value: the owner ""
 * is the unowned queue.
 */
export function withQuery(path: string, query: Record<string, QueryValue>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    const values = Array.isArray(value) ? value : [value];
    for (const one of values) search.append(name, String(one));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

/** The one way the browser calls our API. Throws RequestError, also when the server cannot be reached. */
export async function request<Answer>(
  path: string,
  options: {
    method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    json?: unknown;
    file?: Blob; // sent as it is, in place of JSON
    signal?: AbortSignal;
  } = {},
): Promise<Answer> {
  const response = await send(path, options);
  if (response.status === 401) leaveForSignIn();
  if (!response.ok) throw new RequestError(response.status, await problemOf(response));
  return response.json();
}

async function send(path: string, options: Parameters<typeof request>[1] = {}): Promise<Response> {
  const { json, file, signal } = options;
  const text = json === undefined ? undefined : JSON.stringify(json);
  const body = text ?? file;
  const { method = body === undefined ? 'GET' : 'POST' } = options;
  const headers = text === undefined ? undefined : { 'content-type': 'application/json' };
  try {
    return await fetch(path, { method, headers, body, signal });
  } catch (thrown) {
    if (signal?.aborted) throw thrown; // the caller gave up on it: not an outage
    throw new RequestError(0, { detail: 'Evenkeel could not be reached. What is shown may be old.' });
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return await response.json();
  } catch {
    return {}; // not JSON, e.g. from a proxy in between: the status has to do
  }
}

function leaveForSignIn() {
  const back = `${window.location.pathname}${window.location.search}`;
  window.location.assign(withQuery('/sign-in', { callbackUrl: back }));
}

/** Fetches a list as CSV and hands it to the browser as a file. */
export async function download(path: string, fileName: string): Promise<void> {
  const response = await fetch(path, { headers: { accept: 'text/csv' } });
  if (!response.ok) throw new RequestError(response.status, await problemOf(response));
  saveFile(await response.blob(), fileName);
}

/** Hands what is here already to the browser as a file. */
export function saveFile(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
