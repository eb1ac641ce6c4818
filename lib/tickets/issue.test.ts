import { describe, expect, it } from 'vitest';
import { readAdf } from '@/lib/sandbox/jira/adf';
import { contentOf } from '@/scripts/testing/jira';
import { commentBody, commentMarker, issueFields, labelOf, savingOf, summaryOf } from './issue';
import type { TicketContent } from './schema';

const CONNECTION = 'b7a8c0de-0000-4000-8000-000000000001';

function fieldsOf(more: Partial<TicketContent> = {}, assignee: string | null = null) {
  return issueFields({
    content: contentOf('lb-1', more),
    lineageId: '41',
    connectionId: CONNECTION,
    route: { projectKey: 'PLAT', issueType: 'Task', assignee },
    publicUrl: 'https://evenkeel.example',
  });
}

const descriptionOf = (fields: unknown): unknown => Object(fields).description;

it('says what to do, why in one sentence, what it saves, on which facts, by which rule, and the way back', () => {
  const fields = fieldsOf({}, 'account-7');
  expect(fields).toMatchObject({
    project: { key: 'PLAT' },
    issuetype: { name: 'Task' },
    summary: 'Delete idle load balancer lb-1',
    labels: ['evenkeel', labelOf(CONNECTION, '41')],
    assignee: { accountId: 'account-7' },
  });
  const text = JSON.stringify(descriptionOf(fields));
  for (const words of [
    'No requests in 30 days',
    'Saves about 121 USD a month.',
    'Requests',
    'AWS 4411, eu-west-1',
    'Load balancers nobody uses',
    'https://evenkeel.example/recommendations/41',
  ]) {
    expect(text).toContain(words);
  }
});

describe('the description is a valid Atlassian Document', () => {
  it.each<[string, Partial<TicketContent>]>([
    ['as usual', {}],
    ['with empty texts', { reason: '', ruleTitle: ' ', rationale: '', facts: [{ label: 'x', value: '' }] }],
    ['without facts, name or saving', { facts: [], savings: null, currency: null }],
    [
      'with strange characters',
      { reason: 'a <b> & "c" \u{1F600}\n\nnew line', facts: [{ label: '', value: '=1' }] },
    ],
    ['with links', { links: [{ label: '', url: 'https://a.example' }] }],
  ])('%s', (_, more) => {
    expect(readAdf(descriptionOf(fieldsOf(more)))).toHaveProperty('node');
    const marker = commentMarker('https://evenkeel.example', '41', 'd 9');
    expect(readAdf(commentBody(contentOf('1', more), marker))).toHaveProperty('node');
  });
});

it('shows the way back once, also when it was among the links', () => {
  const url = 'https://evenkeel.example/recommendations/41';
  const text = JSON.stringify(descriptionOf(fieldsOf({ links: [{ label: 'Open in Evenkeel', url }] })));
  expect(text.split(url)).toHaveLength(2);
});

it('leaves the assignee out where the route names none', () => {
  expect(fieldsOf()).not.toHaveProperty('assignee');
});

it('makes labels Jira takes, the same for a lineage every time and another for every other', () => {
  const label = labelOf(CONNECTION, '41');
  expect(label).toMatch(/^evenkeel-[0-9a-f]{20}$/);
  expect(labelOf(CONNECTION, '41')).toBe(label);
  expect(labelOf(CONNECTION, '42')).not.toBe(label);
  expect(labelOf('another installation', '41')).not.toBe(label);
});

it('keeps a summary to one line of 255 characters', () => {
  expect(summaryOf({ summary: ' two\r\nlines ' })).toBe('two lines');
  const long = summaryOf({ summary: 'x'.repeat(300) });
  expect([long.length, long.at(-1)]).toEqual([255, '…']);
});

it.each([
  ['120.50', 'USD', 'Saves about 121 USD a month.'],
  ['99.994', 'EUR', 'Saves about 99.99 EUR a month.'],
  ['1412.51', 'USD', 'Saves about 1,413 USD a month.'],
  ['0.5', 'USD', 'Saves about 0.50 USD a month.'],
  ['0.004', 'USD', 'Saves <0.01 USD a month.'],
  ['0', 'USD', 'Saves no cash.'],
  ['12', null, 'Saves about 12.00 a month.'],
  [null, 'USD', 'No saving is counted for this finding.'],
])('%s %s: %s', (savings, currency, expected) => {
  expect(savingOf({ savings, currency })).toBe(expected);
});
