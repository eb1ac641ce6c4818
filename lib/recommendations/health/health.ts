import type { Reader } from '@/lib/core/db';
import { groupBy } from '@/lib/core/group';
import { readRuleSet } from '@/lib/rules/editing/data';
import { parseRuleSet } from '@/lib/rules/parse';
import * as data from './data';
import { marksOf } from './marks';
import type { MarkedRule, RuleHealth, RuleSetHealth } from './schema';

/** How each rule of a set does, those of its text first, in its order. Throws `not_found`. */
export async function readRuleHealth(reader: Reader, slug: string): Promise<RuleSetHealth> {
  const { current } = await readRuleSet(reader, slug);
  const [{ since, generations }, outcomes, findings, reasons, verified, series] = await Promise.all([
    data.readWindow(reader),
    data.readOutcomes(reader, [slug]),
    data.readFindings(reader, [slug]),
    data.readReasons(reader, slug),
    data.readVerified(reader, slug),
    data.readSeries(reader, slug),
  ]);
  const text = rulesOf(current?.yaml ?? '');
  const told = {
    outcomes: groupBy(outcomes, ({ rule }) => rule),
    findings: groupBy(findings, ({ rule }) => rule),
    reasons: groupBy(reasons, ({ rule }) => rule),
    verified: groupBy(verified, ({ rule }) => rule),
    series: groupBy(series, ({ rule }) => rule),
  };
  const names = new Set([...text.keys(), ...told.outcomes.keys(), ...told.findings.keys()]);
  return {
    since: since?.toISOString() ?? null,
    generations,
    rules: [...names].map((rule) => healthOf(rule, text.get(rule), told)),
  } satisfies RuleSetHealth;
}

/** The rules that stand out, by set: what a list of sets says of them. */
export async function readMarkedRules(
  reader: Reader,
  sets: { slug: string; version: number }[],
): Promise<Map<string, MarkedRule[]>> {
  const slugs = sets.map(({ slug }) => slug);
  const [outcomes, findings] = await Promise.all([
    data.readOutcomes(reader, slugs),
    data.readFindings(reader, slugs),
  ]);
  const keyOf = ({ set, rule }: { set: string; rule: string }) => `${set}/${rule}`;
  const [outcomesOf, findingsOf] = [groupBy(outcomes, keyOf), groupBy(findings, keyOf)];
  const versions = new Map(sets.map(({ slug, version }) => [slug, version]));
  const marked = [...outcomesOf.entries()].flatMap(([key, rows]) => {
    const [first] = rows;
    if (!first) return [];
    const current = rows.find(({ set, version }) => versions.get(set) === version);
    const sums = { ...sumOutcomes(rows), ...sumFindings(findingsOf.get(key) ?? []) };
    const marks = marksOf({
      ...sums,
      recommends: current?.recommends ?? false,
      isCurrent: current !== undefined,
    });
    return marks.map((mark) => ({ set: first.set, rule: first.rule, mark }));
  });
  const bySet = groupBy(marked, ({ set }) => set);
  return new Map([...bySet].map(([set, rules]) => [set, rules.map(({ rule, mark }) => ({ rule, mark }))]));
}

/** The rules of a text that are switched on, and whether they recommend. */
function rulesOf(yaml: string): Map<string, boolean> {
  const parsed = parseRuleSet(yaml);
  if (!parsed.ok) return new Map();
  const enabled = parsed.set.rules.filter((rule) => rule.enabled);
  return new Map(enabled.map(({ name, recommend }) => [name, recommend !== undefined]));
}

type Told = {
  outcomes: Map<string, data.OutcomeRow[]>;
  findings: Map<string, data.FindingRow[]>;
  reasons: Map<string, data.ReasonRow[]>;
  verified: Map<string, data.VerifiedRow[]>;
  series: Map<string, data.SeriesRow[]>;
};

function healthOf(rule: string, inText: boolean | undefined, told: Told): RuleHealth {
  const outcomes = told.outcomes.get(rule) ?? [];
  const findings = told.findings.get(rule) ?? [];
  const figures = figuresOf(outcomes, findings);
  const recommends = inText ?? (findings.length > 0 || outcomes.some((row) => row.recommends));
  const isCurrent = inText !== undefined;
  const versions = new Set([...outcomes, ...findings].map(({ version }) => version));
  return {
    rule,
    recommends,
    isCurrent,
    marks: marksOf({ ...figures, recommends, isCurrent }),
    ...figures,
    reasons: (told.reasons.get(rule) ?? []).map(({ reason, count }) => ({ reason, count })),
    verified: (told.verified.get(rule) ?? []).map(({ rule: _, ...amount }) => amount),
    series: (told.series.get(rule) ?? []).map(({ at, version, matched }) => ({
      ...{ version, matched },
      at: at.toISOString(),
    })),
    versions: [...versions]
      .sort((a, b) => b - a)
      .map((version) => ({
        version,
        ...figuresOf(
          outcomes.filter((row) => row.version === version),
          findings.filter((row) => row.version === version),
        ),
      })),
  };
}

function figuresOf(outcomes: data.OutcomeRow[], findings: data.FindingRow[]) {
  const sums = { ...sumOutcomes(outcomes), ...sumFindings(findings) };
  const matches = [
    ...outcomes.flatMap(({ lastMatchAt }) => lastMatchAt?.getTime() ?? []),
    ...findings.flatMap(({ lastFoundAt }) => lastFoundAt?.getTime() ?? []),
  ];
  return {
    ...sums,
    unknownShare: shareOf(sums.unknown, sums.judged),
    dismissedShare: shareOf(sums.dismissed, sums.decided),
    lastMatchAt: matches.length > 0 ? new Date(Math.max(...matches)).toISOString() : null,
  };
}

function sumOutcomes(rows: data.OutcomeRow[]) {
  const sum = { generations: 0, judged: 0, matched: 0, unknown: 0, errors: 0, heldBack: 0 };
  for (const row of rows) {
    sum.generations += row.generations;
    sum.judged += row.judged;
    sum.matched += row.matched;
    sum.unknown += row.unknown;
    sum.errors += row.errors;
    sum.heldBack += row.heldBack;
  }
  return sum;
}

function sumFindings(rows: data.FindingRow[]) {
  const sum = { open: 0, decided: 0, dismissed: 0 };
  for (const row of rows) {
    sum.open += row.open;
    sum.decided += row.decided;
    sum.dismissed += row.dismissed;
  }
  return sum;
}

function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? Math.min(1, part / whole) : null;
}
