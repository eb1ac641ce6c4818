import { z } from 'zod';
import { cleared, listInput, moment, pageOf } from '@/lib/core/list';
import { faultKind, importFault, importState, refusedMoney, sourceKind, waitingDelivery } from './schema';

/** What the console shows of sources: where they stand, what they cover, and the rows behind a number. */
export const coverageLevel = z.enum(['whole', 'partial', 'none']);
export type CoverageLevel = z.infer<typeof coverageLevel>;

const coverageCounts = z.object({ whole: z.number(), partial: z.number(), none: z.number() });

const yesNo = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);

/** Sorts: stale (the one that is, or will be, out of date first), name, dataThrough, lastRead. */
export const listSourcesInput = listInput.extend({
  kind: cleared(sourceKind),
  enabled: cleared(yesNo),
  isStale: cleared(yesNo),
});
export type ListSourcesInput = z.infer<typeof listSourcesInput>;

export const sourceView = z.object({
  id: z.string(),
  name: z.string(),
  kind: sourceKind,
  enabled: z.boolean(),
  config: z.object({
    path: z.string().nullable(), // read afresh at each collect; null: only uploads
    sync: z.string().nullable(), // the slug of the sync whose data is measured; null: of another kind
    maxBadShare: z.number().nullable(), // of a bill, of its rows and of their money
    handling: z.enum(['ask', 'overwrite', 'append']).nullable(), // what a delivery does to the one before; null: by how it comes
    effectiveCost: z.enum(['EffectiveCost', 'BilledCost']).nullable(), // the column taken for it; null: not a bill
    expectedAccounts: z.number().nullable(), // how many a whole bill must have; null: those of the deliveries before
  }),
  dataThrough: z.string().nullable(), // of the newest snapshot; null: nothing has been read yet
  isStale: z.boolean(), // a bill past 5 days, an inventory or figures past 48 hours, or nothing read; never of one that is off
  coverage: coverageCounts, // scopes of the newest snapshot
  joinShare: z.number().nullable(), // 0–1, of the newest bill's rows, those tied to resources; null: not known, or an inventory
  rowsRead: z.number().nullable(), // of the last import
  rowsRefused: z.number().nullable(),
  waiting: z.number(), // deliveries that wait for an answer
  sharedMonths: z.number(), // billing months that another source tells of too; each counts once
  lastReadAt: z.string().nullable(), // when the newest snapshot was taken
  lastImport: z
    .object({
      id: z.string(),
      state: importState,
      at: z.string(), // when it ended; when it began, while it comes in
      fileName: z.string(),
      bytes: z.number(),
      expectedBytes: z.number().nullable(),
      error: z.string().nullable(),
    })
    .nullable(),
});
export type SourceView = z.infer<typeof sourceView>;
export const sourcePage = pageOf(sourceView);

const scope = z.object({ provider: z.string(), account: z.string(), region: z.string(), kind: z.string() });

const coverageScope = scope.extend({
  level: coverageLevel,
  reason: z.string().nullable(), // why it is not whole
  dataFrom: z.string().nullable(),
  dataThrough: z.string().nullable(),
});

/** One square: what a source tells of one scope on one day. */
export const gridCell = z.object({
  level: coverageLevel,
  reason: z.string().nullable(),
  rows: z.number().nullable(), // charges of that day, of a bill
});
export type GridCell = z.infer<typeof gridCell>;

export const coverageGrid = z.object({
  days: z.array(z.string()), // YYYY-MM-DD, oldest first, today last
  scopes: z.array(scope.extend({ cells: z.array(gridCell) })), // a cell a day, in the order of `days`; worst scope first
  scopesTotal: z.number(), // more than stand in `scopes` where there are very many
});
export type CoverageGrid = z.infer<typeof coverageGrid>;

const snapshotView = z.object({
  id: z.string(),
  importId: z.string().nullable(),
  takenAt: z.string(),
  dataFrom: z.string().nullable(),
  dataThrough: z.string().nullable(),
  coverage: coverageCounts,
  statistics: z.record(z.string(), z.json()),
});

/** A billing account and month that several sources tell of. */
const sharedMonth = z.object({
  provider: z.string(),
  billingAccount: z.string(),
  month: z.string(), // YYYY-MM
  sources: z.array(z.object({ id: z.string(), name: z.string(), isCounted: z.boolean() })),
});

export const sourceDetail = sourceView.extend({
  shared: z.array(sharedMonth),
  scopes: z.array(coverageScope), // of the newest snapshot, worst first
  scopesTotal: z.number(),
  grid: coverageGrid,
  snapshots: z.array(snapshotView), // the last 20, newest first
});
export type SourceDetail = z.infer<typeof sourceDetail>;

const rowId = z.string().regex(/^\d{1,18}$/, 'an id is a number');

/** Sorts: id (the order they came in), started, rowsRefused, bytes. */
export const listImportsInput = listInput.extend({
  sourceId: z.uuid().optional(),
  state: cleared(importState),
  waiting: cleared(yesNo).describe('true: what waits for an answer'),
});
export type ListImportsInput = z.infer<typeof listImportsInput>;

export const standing = z.enum([
  'base',
  'appended',
  'superseded',
  'waiting',
  'discarded',
  'withdrawn',
  'incomplete',
]);

export const importView = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  kind: sourceKind,
  fileName: z.string(),
  state: importState,
  bytes: z.number(),
  expectedBytes: z.number().nullable(),
  share: z.number().nullable(), // 0–1 of the bytes that are here, while they come in; null: how many there are is not known
  rowsRead: z.number(),
  rowsAccepted: z.number(),
  rowsRefused: z.number(),
  cellsUnknown: z.number(), // of rows that were taken
  focusVersion: z.string().nullable(), // of a bill, by its columns
  refusedMoney: z.array(refusedMoney), // what refused rows carry, as far as it can be read
  refusedUnread: z.number(), // refused rows whose amount or currency cannot be read
  notes: z.array(z.string()), // sentences about the whole file
  offer: z.enum(['use_billed_cost']).nullable(), // what would let this refused file in
  faultsKept: z.number(), // a thousand are, rows before cells
  delivery: z.string().nullable(),
  part: z.number(),
  parts: z.number(),
  deliveredAt: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  error: z.string().nullable(),
  importedBy: z.string(),
  standings: z.array(z.object({ standing, count: z.number() })), // of the billing accounts and months in it
  waiting: z.array(waitingDelivery), // what counts only once somebody has said how
  withdrawnAt: z.string().nullable(), // when it was undone
  withdrawnBy: z.string().nullable(),
});
export type ImportView = z.infer<typeof importView>;
export const importPage = pageOf(importView);

export const importDetail = importView.extend({
  checksum: z.string().nullable(), // sha256 of the bytes
  sameAs: z.string().nullable(), // the import that brought the same before, of one that changed nothing
  partsHere: z.number(), // a delivery counts once all its parts are here
  partsMissing: z.array(z.number()), // the first hundred that are not
  deliveries: z.array(
    z.object({
      id: z.string(),
      billingAccount: z.string(),
      month: z.string(), // YYYY-MM
      periodStart: z.string(),
      periodEnd: z.string(),
      rows: z.number(),
      chargedFrom: z.string(),
      chargedThrough: z.string(),
      isCurrent: z.boolean(), // false: it does not count; `standing` says why
      standing,
      answeredBy: z.string().nullable(),
      answeredAt: z.string().nullable(),
      note: z.string().nullable(),
    }),
  ),
});
export type ImportDetail = z.infer<typeof importDetail>;

/** Sorts: id (rows before cells, each in the order of the file). */
export const listFaultsInput = listInput.extend({
  id: rowId,
  kind: cleared(faultKind).describe(
    'row: refused; cell: unknown or reported, and its row counts; file: the whole of it',
  ),
});
export type ListFaultsInput = z.infer<typeof listFaultsInput>;
export const faultPage = pageOf(importFault.extend({ id: z.string() }));
export type FaultPage = z.infer<typeof faultPage>;

/** Which charges of a resource: those of one snapshot (what its numbers were made of), else those that count today. */
const chargesFilter = z.object({
  id: rowId,
  from: cleared(moment).describe('charges that end after it'),
  to: cleared(moment).describe('charges that begin before it'),
  meter: cleared(z.string().max(300)),
  category: cleared(z.enum(['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'])),
  class: cleared(z.enum(['none', 'Correction'])).describe('none: what is no correction'),
  snapshotId: cleared(rowId).describe('only what this snapshot rests on'),
  all: cleared(z.union([z.boolean(), z.stringbool()])).describe('superseded deliveries too'),
});
export type ChargesFilter = z.infer<typeof chargesFilter>;

/** Sorts: start, effective, billed, meter. */
export const listChargesInput = listInput.extend(chargesFilter.shape);
export type ListChargesInput = z.infer<typeof listChargesInput>;

export const totalChargesInput = chargesFilter.extend({ q: listInput.shape.q });
export type TotalChargesInput = z.infer<typeof totalChargesInput>;

/** One row of a bill as it stands there; amounts digit by digit. */
export const chargeView = z.object({
  id: z.string(),
  chargeStart: z.string(),
  chargeEnd: z.string(),
  service: z.string().nullable(),
  meter: z.string().nullable(),
  sku: z.string().nullable(),
  description: z.string().nullable(),
  category: z.string(),
  class: z.string().nullable(),
  quantity: z.string().nullable(),
  unit: z.string().nullable(),
  listCost: z.string().nullable(),
  contractedCost: z.string().nullable(),
  effectiveCost: z.string(),
  billedCost: z.string(),
  currency: z.string(),
  commitment: z
    .object({
      resourceId: z.string().nullable(),
      nativeId: z.string().nullable(),
      status: z.string().nullable(),
    })
    .nullable(),
  host: z.object({ resourceId: z.string().nullable(), nativeId: z.string().nullable() }).nullable(), // what an allocated resource ran on
  account: z.string(),
  billingAccount: z.string(),
  importId: z.string(),
  deliveryId: z.string(),
  deliveredAt: z.string(),
  fileName: z.string(),
  line: z.number(),
  isCurrent: z.boolean(),
});
export type ChargeView = z.infer<typeof chargeView>;
export const chargePage = pageOf(chargeView);

/** What a filtered list of charges comes to, a currency at a time. */
export const chargeTotals = z.object({
  items: z.array(
    z.object({
      currency: z.string(),
      rows: z.number(),
      effectiveCost: z.string(),
      billedCost: z.string(),
      listCost: z.string(),
    }),
  ),
});
export type ChargeTotals = z.infer<typeof chargeTotals>;
