import type { Provider } from './world';

/** The shapes the made-up company hands out; the inventory file is schema 1 of PRODUCT.md. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export type InventoryScope = {
  provider: string;
  account: string;
  region: string;
  kinds: string[];
  complete: boolean;
};
export type InventoryResource = {
  provider: string;
  account: string;
  region: string;
  id: string;
  kind: string;
  observed_at: string;
  [fact: string]: Json;
};
export type InventoryFile = {
  schema: 1;
  collected_at: string;
  scopes: InventoryScope[];
  resources: InventoryResource[];
};

export type Delivery = {
  /** Whose bill it is a file of. */
  bill: Provider | 'SaaS';
  /** A correction of a closed month is added to it; all else replaces what was delivered of the month before. */
  handling: 'overwrite' | 'append';
  billingAccount: string;
  /** The first instant of the billing month, as in BillingPeriodStart. */
  billingPeriodStart: string;
  fileName: string;
  /** FOCUS CSV (1.2; of SaaS 1.4) with a header line, in pieces of some 64 kB; every call begins anew. */
  csv: () => AsyncIterable<string>;
};

export type Week = {
  number: number;
  /** When the week's files were delivered and its inventory was collected. */
  at: Date;
  readonly inventory: InventoryFile;
  /** The same inventory as JSON in pieces, for companies too large to hold at once. */
  inventoryJson: () => AsyncIterable<string>;
  deliveries: Delivery[];
};

/** One thing that is charged: `daily` units a day, at `price` money a unit by the price list. */
export type Meter = {
  sku: string;
  meter: string;
  usageType: string;
  description: string;
  unit: string;
  daily: number;
  price: number;
};

/** How a resource stands on one day: what a collector sees and what the provider charges. */
export type State = { facts: Record<string, Json>; meters: Meter[] };
