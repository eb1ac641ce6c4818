import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What this process measures of itself, for /metrics: Node's own figures, and the calls it answered. */
type Measured = {
  registry: Registry;
  requests: Histogram<'method' | 'path' | 'status'>;
};

// Each route of a build has modules of its own; what is measured is one for all of them.
declare global {
  var evenkeelMeasured: Measured | undefined;
}

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

function measured(): Measured {
  globalThis.evenkeelMeasured ??= begin();
  return globalThis.evenkeelMeasured;
}

function begin(): Measured {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Calls of the API answered by this process, by the path as the contract has it',
    labelNames: ['method', 'path', 'status'],
    buckets: BUCKETS,
    registers: [registry],
  });
  return { registry, requests };
}

/** `path` is the contract's template (/api/runs/{id}), so that there are as many series as calls and not as records. */
export function recordRequest(call: { method: string; path: string; status: number; seconds: number }): void {
  const { seconds, ...labels } = call;
  measured().requests.observe(labels, seconds);
}

/** The text of this process's figures, in Prometheus' exposition format. */
export function exposeProcess(): Promise<string> {
  return measured().registry.metrics();
}
