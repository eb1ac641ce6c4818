import type { Json, Meter, State } from './schema';
import type { Provider } from './world';

/** What a case decides by: numbers of the resource's own, the day, and the last day of the whole company. */
export type View = { part: (word: string) => number; day: number; lastDay: number; provider: Provider };

export type Case = {
  name: string;
  kind: string;
  provider: Provider;
  /** Waste that a ticket would be written for. */
  isWaste: boolean;
  state: (view: View) => State;
  /** How it stands once somebody did the work; missing: it is gone. */
  cured?: (view: View) => State;
  /** Days before the company's last day when it was made; missing: by chance, long ago. */
  agedDays?: number;
  /** Part of its cost that a commitment covers. */
  committed?: number;
};

/** A month of measuring without gaps. */
export const METRICS = { metrics_days: 30, metrics_share: 0.99 };
export const of = (facts: Record<string, Json>, ...charged: Meter[]): State => ({ facts, meters: charged });
export const between = (part: number, low: number, high: number) => Math.round(low + part * (high - low));
