import type { History } from './history';
import type { Row, Step } from './oracle';

/** A history made as small as it goes while the product and the oracle still differ over it. */
export async function shrink(
  history: History,
  compare: (history: History) => Promise<string[]>,
): Promise<History> {
  let { steps } = history;
  const wanted = kindOf((await compare(history))[0] ?? '');
  const differs = async (fewer: Step[]) =>
    (await compare({ ...history, steps: fewer })).some((found) => kindOf(found) === wanted);
  const sent = steps.filter((step) => 'send' in step);
  const sources = [...new Set(sent.map(({ source }) => source))];
  const groups = [
    ...sources.map((name) => sent.filter(({ source }) => source === name)),
    ...steps.map((step) => [step]),
  ];
  for (const group of groups) {
    const fewer = steps.filter((step) => !group.some((each) => each === step || isAnswerTo(step, each)));
    if (fewer.length < steps.length && (await differs(fewer))) steps = fewer;
  }
  for (const nameOf of NAMES) {
    const names = new Set(steps.flatMap((step) => ('send' in step ? step.parts.flat().map(nameOf) : [])));
    for (const name of names) {
      const fewer = steps.flatMap((step) => without(step, (row) => nameOf(row) === name));
      if (await differs(fewer)) steps = fewer;
    }
  }
  return { ...history, steps };
}

function isAnswerTo(step: Step, sent: Step): boolean {
  return 'answer' in step && 'send' in sent && step.to === sent.send;
}

/** A difference without its names and numbers. */
const kindOf = (found: string) => found.replaceAll(/[\w./:-]*\d[\w./:-]*/g, '#');

/** What is left out together, from the coarsest on. */
const NAMES: ((row: Row) => string)[] = [
  (row) => row.BillingAccountId ?? '',
  (row) => row.SubAccountId ?? '',
  (row) => `${row.SubAccountId} ${row.ResourceId} ${row.ChargeCategory}`,
  (row) => row.BillingPeriodStart ?? '',
];

/** The step with fewer rows; none where nothing is left of it. */
function without(step: Step, isLeftOut: (row: Row) => boolean): Step[] {
  if (!('send' in step)) return [step];
  const parts = step.parts
    .map((rows) => rows.filter((row) => !isLeftOut(row)))
    .filter((rows) => rows.length > 0);
  return parts.length > 0 ? [{ ...step, parts }] : [];
}

/** A history as a person reads it. */
export function wordsOf({ seed, steps }: History): string {
  const lines = steps.map((step) => {
    const at = new Date(step.at).toISOString();
    if ('answer' in step) return `${at} answer ${step.answer} to send ${step.to} of ${step.billingAccount}`;
    const rows = step.parts.flat();
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const name = `${row.BillingAccountId} ${row.BillingPeriodStart?.slice(0, 7)} ${row.SubAccountId} ${row.ChargeCategory} ${row.ResourceId || '-'}`;
      groups.set(name, [...(groups.get(name) ?? []), row]);
    }
    const told = [...groups].map(([name, own]) => `    ${name}: ${own.map(rowWords).join(' ')}`);
    return [
      `${at} send ${step.send} to ${step.source}, ${step.handling}, ${step.parts.length} files`,
      ...told,
    ].join('\n');
  });
  return [`The smallest history of seed ${seed} that differs:`, ...lines].join('\n');
}

function rowWords({
  ChargePeriodStart = '',
  ChargePeriodEnd = '',
  EffectiveCost,
  ChargeClass,
  BillingCurrency,
}: Row): string {
  const days = `${ChargePeriodStart.slice(5, 10)}..${ChargePeriodEnd.slice(5, 10)}`;
  return `[${days} ${EffectiveCost} ${BillingCurrency}${ChargeClass ? ' C' : ''}]`;
}
