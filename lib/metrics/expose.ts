import { Counter, Gauge, Registry } from 'prom-client';
import { FIGURES, type Figure } from './schema';

/** Figures of the database in Prometheus' exposition format. `isUp` false: it could not be asked. */
export function exposeFigures(given: { figures: Figure[]; isUp: boolean; version: string }): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const up = { name: 'evenkeel_database_up', help: 'Whether the database answered this scrape', registers };
  new Gauge(up).set(given.isUp ? 1 : 0);
  const build = { name: 'evenkeel_build_info', help: 'The version that runs', labelNames: ['version'] };
  new Gauge({ ...build, registers }).set({ version: given.version }, 1);
  if (!given.isUp) return registry.metrics();
  for (const [name, { kind, help, labels: labelNames }] of Object.entries(FIGURES)) {
    const own = given.figures.filter((figure) => figure.name === name);
    const settings = { name, help, labelNames, registers };
    if (kind === 'counter') {
      const counter = new Counter(settings);
      for (const { labels, value } of own) counter.inc(labels, value);
    } else if (own.length > 0) {
      // One without labels would be told as 0 before it is known.
      const gauge = new Gauge(settings);
      for (const { labels, value } of own) gauge.set(labels, value);
    }
  }
  return registry.metrics();
}
