import type { RuleVersionView } from '@/lib/rules/editing/schema';

/** How much of a version a second engine was compared on before it was published: it agreed, or there would be none. */
export function SecondOpinion({ told }: { told: RuleVersionView['secondOpinion'] }) {
  if (!told) return null;
  return <p className="text-muted">{wordsOf(told)}</p>;
}

function wordsOf(told: NonNullable<RuleVersionView['secondOpinion']>): string {
  const { rules, expressible, resources, pairs, compared, share } = told;
  const reach = `${expressible} of ${rules} ${rules === 1 ? 'condition' : 'conditions'} and ${resources.toLocaleString('en')} ${resources === 1 ? 'resource' : 'resources'}`;
  if (compared === 0) return `Second opinion: nothing could be compared with json-rules-engine (${reach}).`;
  const percent = share < 0.01 ? 'under 1' : String(Math.floor(share * 100));
  return `Second opinion: json-rules-engine agrees on all that could be compared: ${compared.toLocaleString('en')} of ${pairs.toLocaleString('en')} judgements (${percent} %), ${reach}.`;
}
