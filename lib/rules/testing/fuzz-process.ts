import { compileRuleSet } from '../compile';
import { parseRuleSet } from '../parse';
import type { Facts } from '../schema';
import { validateYaml } from '../try';

/*
 * A process that judges what it is sent, so that whoever sends garbage can kill it when it hangs. It answers with what
 * should not have happened: something thrown, a fault without a place, an answer that is no JSON.
 */
export type Garbage = { yaml: string; facts: string };
export type Judged = { fault: string | null };

const NOW = new Date('2026-11-21T00:00:00Z');

process.on('message', ({ yaml, facts }: Garbage) => {
  process.send?.({ fault: judge(yaml, facts) } satisfies Judged);
});
process.send?.({ fault: null } satisfies Judged);

function judge(yaml: string, json: string): string | null {
  try {
    const validated = validateYaml({ yaml });
    for (const { line, column, message } of [...validated.errors, ...validated.warnings]) {
      if (!(line >= 1 && column >= 1 && message.trim() !== ''))
        return `a fault without a place: ${line}:${column} ${message}`;
      if (/\bat .*\.ts:|undefined|\[object/.test(message)) return `a fault that says nothing: ${message}`;
    }
    if (validated.valid !== (validated.errors.length === 0)) return 'neither valid nor wrong';
    const parsed = parseRuleSet(yaml);
    if (!parsed.ok) return null;
    const facts: Facts = JSON.parse(json);
    const given = JSON.stringify(facts);
    for (const engine of ['generated', 'closures'] as const) {
      const result = compileRuleSet(parsed.set, { engine }).evaluate(facts, { now: NOW, explain: true });
      JSON.stringify(result);
    }
    if (JSON.stringify(facts) !== given) return 'the facts that were given are changed';
    const probe: Record<string, unknown> = {};
    return 'polluted' in probe || Object.keys(Object.prototype).length > 0 ? 'a prototype is polluted' : null;
  } catch (thrown) {
    // Nothing may be thrown, whatever comes: what it was is told to the test.
    return thrown instanceof Error
      ? `${thrown.name}: ${thrown.message} ${thrown.stack?.split('\n')[1]}`
      : String(thrown);
  }
}
