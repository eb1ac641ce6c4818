import type { ExemptionInForce } from './cover';

export type HeldBackFinding = { resourceId: string; action: string; exemption: ExemptionInForce };

/** What exemptions hold back while a generation is evaluated: all of it, and that of the resource at hand. */
export class HeldBack {
  readonly findings: HeldBackFinding[] = [];
  private readonly atHand = new Map<string, ExemptionInForce>(); // by action

  /** Two sets that ask for the same action are one finding. */
  note(resourceId: string, action: string, exemption: ExemptionInForce): void {
    if (!this.atHand.has(action)) this.findings.push({ resourceId, action, exemption });
    this.atHand.set(action, exemption);
  }

  /** What was held back of the resource at hand; the next one begins anew. */
  takeAtHand(): ReadonlyMap<string, ExemptionInForce> {
    if (this.atHand.size === 0) return NONE;
    const taken = new Map(this.atHand);
    this.atHand.clear();
    return taken;
  }

  byExemption(): { exemptionId: string; heldBack: number }[] {
    const counts = new Map<string, number>();
    for (const { exemption } of this.findings) counts.set(exemption.id, (counts.get(exemption.id) ?? 0) + 1);
    return [...counts].map(([exemptionId, heldBack]) => ({ exemptionId, heldBack }));
  }
}

const NONE: ReadonlyMap<string, ExemptionInForce> = new Map();
