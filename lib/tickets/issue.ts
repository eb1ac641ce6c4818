import { createHash } from 'node:crypto';
import { shortAmount } from '@/lib/core/money.schema';
import type { Json } from '@/lib/effects/schema';
import { doc, heading, link, paragraph, SPACE, table, text } from './adf';
import type { Marker } from './jira.schema';
import { MARKER } from './jira.schema';
import type { RouteView, TicketContent } from './schema';

/** The pure mapping from what a lineage wants to what Jira is told. */
export const OUR_LABEL = 'evenkeel';
const SUMMARY_LENGTH = 255;

/** The label by which an issue of this lineage is found again; another installation's lineage has another one. */
export function labelOf(connectionId: string, lineageId: string): string {
  const fingerprint = createHash('sha256').update(`${connectionId}:${lineageId}`).digest('hex').slice(0, 20);
  return `${OUR_LABEL}-${fingerprint}`;
}

/** Where the console shows a lineage. */
function consoleLink(publicUrl: string, lineageId: string): string {
  return `${publicUrl}/recommendations/${lineageId}`;
}

type IssueOf = {
  content: TicketContent;
  lineageId: string;
  connectionId: string;
  route: Pick<RouteView, 'projectKey' | 'issueType' | 'assignee'>;
  publicUrl: string;
};

/** The `fields` of a create call. */
export function issueFields({ content, lineageId, connectionId, route, publicUrl }: IssueOf): Json {
  return {
    project: { key: route.projectKey },
    issuetype: { name: route.issueType },
    summary: summaryOf(content),
    description: descriptionOf(content, consoleLink(publicUrl, lineageId)),
    labels: [OUR_LABEL, labelOf(connectionId, lineageId)],
    ...(route.assignee === null ? {} : { assignee: { accountId: route.assignee } }),
  };
}

/** The whole body of a create call: frozen fields, and the property that says which attempt made the issue. */
export function createBody(fields: Json, marker: Marker): Json {
  return { fields, properties: [{ key: MARKER, value: marker }] };
}

/** One line of at most 255 characters, as Jira demands. */
export function summaryOf({ summary }: Pick<TicketContent, 'summary'>): string {
  const line = summary.replace(/\s+/g, ' ').trim();
  return line.length <= SUMMARY_LENGTH ? line : `${line.slice(0, SUMMARY_LENGTH - 1)}…`;
}

/** As the console writes it; what is exact stands there. */
export function savingOf({ savings, currency }: Pick<TicketContent, 'savings' | 'currency'>): string {
  if (savings === null) return 'No saving is counted for this finding.';
  const amount = shortAmount(savings);
  if (amount === '0') return 'Saves no cash.';
  const about = amount.startsWith('<') ? '' : 'about ';
  return `Saves ${about}${amount} ${currency ?? ''} a month.`.replace(/\s+/g, ' ');
}

function descriptionOf(content: TicketContent, url: string): Json {
  const { resource } = content;
  const rows: [string, string][] = [
    ['Resource', resource.name ? `${resource.name} (${resource.nativeId})` : resource.nativeId],
    ['Account', `${resource.provider} ${resource.account}, ${resource.region}`],
    ['Action', content.action],
    ...content.facts.map(({ label, value }): [string, string] => [label, value]),
  ];
  return doc(
    paragraph(text(content.reason)),
    paragraph(text(savingOf(content), 'strong')),
    table(['Fact', 'Value'], rows),
    heading(content.ruleTitle),
    paragraph(text(content.rationale)),
    ...content.links
      .filter((each) => each.url !== url) // the way back stands below once
      .map(({ label, url: href }) => paragraph(link(label, href))),
    paragraph(text('Why, facts with their age, and history:'), [SPACE], link('open in Evenkeel', url)),
  );
}

/** The address that makes a comment of ours recognisable: the lineage in the console, with the deed as fragment. */
export function commentMarker(publicUrl: string, lineageId: string, sequence: string): string {
  return `${consoleLink(publicUrl, lineageId)}#${encodeURIComponent(sequence)}`;
}

/** A comment about a lineage: what happened, why, and the way back to the console. */
export function commentBody(content: TicketContent, markerUrl: string): Json {
  return doc(
    paragraph(text(summaryOf(content), 'strong')),
    paragraph(text(content.reason)),
    paragraph(link('Open in Evenkeel', markerUrl)),
  );
}
