import { expect, it } from 'vitest';
import { parseRuleSet } from './parse';

const withLimits = (limits: string, domain = 'finops') => `ruleset: idle
domain: ${domain}
limits: ${limits}
rules:
  - name: one
    condition: "kind == 'lb'"
`;

it('reads what publishing may do at most', () => {
  expect(parseRuleSet(withLimits('{ new_tickets: 50, share: 0.1 }'))).toMatchObject({
    ok: true,
    set: { limits: { newTickets: 50, share: 0.1 } },
  });
  expect(parseRuleSet(withLimits('{ share: 0 }'))).toMatchObject({ ok: true, set: { limits: { share: 0 } } });
});

it.each([
  ['{ new_tickets: 1.5 }', 'new_tickets is a whole number.'],
  ['{ new_tickets: -1 }', 'new_tickets is a number, 0 or more.'],
  ['{ new_tickets: many }', 'new_tickets is a number, 0 or more.'],
  ['{ share: 10 }', 'share is a part of all resources, from 0 to 1.'],
  ['{ }', 'limits names new_tickets, share or both.'],
])('refuses %s at its line', (limits, message) => {
  const parsed = parseRuleSet(withLimits(limits));
  expect(parsed).toMatchObject({ ok: false, errors: [expect.objectContaining({ line: 3, message })] });
});

it('a set without tickets has no limits', () => {
  expect(parseRuleSet(withLimits('{ share: 0.1 }', 'quality'))).toMatchObject({
    ok: false,
    errors: [{ line: 3, column: 1 }],
  });
});
