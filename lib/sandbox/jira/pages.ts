/** The plain pages for people: a list of issues and one issue. Everything that came from outside is escaped. */
import type { AdfNode } from './adf';
import type { Answer } from './answer';
import type { Comment, Issue } from './issue';
import { listComments, listIssues, readIssue } from './issues.data';
import type { Call } from './site';
import { param } from './site';
import { findPerson, findStatus, findType, PROJECTS } from './world';

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}

const STYLE = `
:root{color-scheme:light dark}body{font:14px/20px system-ui,sans-serif;max-width:960px;margin:32px auto;padding:0 16px}
h1{font-size:20px;line-height:28px}h2{font-size:16px;margin-top:32px}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:6px 8px;border-bottom:1px solid #8884;vertical-align:top}pre{overflow:auto;padding:8px;
background:#8882}blockquote,.panel{border-left:3px solid #8886;margin:8px 0;padding:4px 12px}td p,th p{margin:0}.note{color:#888}
.state{border:1px solid #8886;border-radius:6px;padding:1px 8px}`;

function page(title: string, body: string): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title>`;
  const strip = '<p class="note">Sandbox Jira of Evenkeel. <a href="/">All issues</a></p>';
  return {
    status: 200,
    html: `<!doctype html><html lang="en"><head>${head}<style>${STYLE}</style></head><body>${strip}${body}</body></html>`,
  };
}

const WRAPS: Record<string, [open: string, close: string]> = {
  paragraph: ['<p>', '</p>'],
  bulletList: ['<ul>', '</ul>'],
  orderedList: ['<ol>', '</ol>'],
  listItem: ['<li>', '</li>'],
  codeBlock: ['<pre><code>', '</code></pre>'],
  blockquote: ['<blockquote>', '</blockquote>'],
  panel: ['<div class="panel">', '</div>'],
  expand: ['<details open>', '</details>'],
  table: ['<table><tbody>', '</tbody></table>'],
  tableRow: ['<tr>', '</tr>'],
  tableHeader: ['<th>', '</th>'],
  tableCell: ['<td>', '</td>'],
};
const MARKS: Record<string, string> = {
  strong: 'strong',
  em: 'em',
  code: 'code',
  strike: 's',
  underline: 'u',
};

/** Renders a checked document. Links are only those the check let in: http, https, mailto and local ones. */
function renderAdf(node: AdfNode): string {
  const inner = (node.content ?? []).map(renderAdf).join('');
  const word = (name: string) => escapeHtml(String(node.attrs?.[name] ?? ''));
  const wrap = WRAPS[node.type];
  if (wrap) return `${wrap[0]}${inner}${wrap[1]}`;
  if (node.type === 'text') return renderText(node);
  if (node.type === 'heading') return `<h${word('level')}>${inner}</h${word('level')}>`;
  if (node.type === 'rule') return '<hr>';
  if (node.type === 'hardBreak') return '<br>';
  if (node.type === 'inlineCard') return `<a href="${word('url')}" rel="noreferrer">${word('url')}</a>`;
  if (node.type === 'date')
    return `<time>${new Date(Number(node.attrs?.timestamp)).toISOString().slice(0, 10)}</time>`;
  if (node.type === 'status') return `<span class="state">${word('text')}</span>`;
  if (node.type === 'mention') return `@${word('text') || word('id')}`;
  if (node.type === 'emoji') return word('text') || word('shortName');
  return inner;
}

function renderText(node: AdfNode): string {
  return (node.marks ?? []).reduce(
    (text, mark) => {
      const tag = MARKS[mark.type];
      if (tag) return `<${tag}>${text}</${tag}>`;
      if (mark.type !== 'link') return text;
      return `<a href="${escapeHtml(String(mark.attrs?.href ?? ''))}" rel="noreferrer">${text}</a>`;
    },
    escapeHtml(node.text ?? ''),
  );
}

const nameOf = (account: string | null) =>
  account === null ? 'Nobody' : (findPerson(account)?.name ?? account);
const when = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function stateOf(issue: Issue): string {
  const resolution = issue.resolution === null ? '' : ` · ${escapeHtml(issue.resolution)}`;
  return `<span class="state">${escapeHtml(findStatus(issue.status_id)?.name ?? '')}</span>${resolution}`;
}

function renderComment(comment: Comment): string {
  return `<p class="note">${escapeHtml(nameOf(comment.author))}, ${when(comment.created)}</p>${renderAdf(comment.body)}`;
}

export async function getIssuePage(call: Call): Promise<Answer> {
  const issue = await readIssue(call.site.pool, param(call, 'issue'));
  const comments = await listComments(call.site.pool, issue.issue_id);
  const rows: [string, string][] = [
    ['Status', stateOf(issue)],
    ['Type', escapeHtml(findType(issue.type_id)?.name ?? '')],
    ['Assignee', escapeHtml(nameOf(issue.assignee))],
    ['Reporter', escapeHtml(nameOf(issue.reporter))],
    ['Labels', escapeHtml(issue.labels.join(', ') || 'None')],
    ['Created', when(issue.created)],
    ['Updated', when(issue.updated)],
  ];
  const table = rows.map(([name, value]) => `<tr><th>${name}</th><td>${value}</td></tr>`).join('');
  return page(
    `${issue.key} ${issue.summary}`,
    `<h1>${escapeHtml(issue.key)} ${escapeHtml(issue.summary)}</h1><table>${table}</table><h2>Description</h2>${
      issue.description ? renderAdf(issue.description) : '<p class="note">None</p>'
    }<h2>Comments</h2>${comments.map(renderComment).join('') || '<p class="note">None</p>'}`,
  );
}

export async function getFrontPage(call: Call): Promise<Answer> {
  const issues = await listIssues(call.site.pool, 5000);
  const sections = PROJECTS.map((project) => {
    const own = issues.filter((issue) => issue.project === project.key).reverse();
    const rows = own.map(
      (issue) =>
        `<tr><td><a href="/browse/${encodeURIComponent(issue.key)}">${escapeHtml(issue.key)}</a></td>` +
        `<td>${escapeHtml(issue.summary)}</td><td>${stateOf(issue)}</td><td>${escapeHtml(nameOf(issue.assignee))}</td></tr>`,
    );
    const body = rows.length > 0 ? `<table>${rows.join('')}</table>` : '<p class="note">No issues yet.</p>';
    return `<h2>${escapeHtml(project.name)} (${project.key}), ${own.length}</h2>${body}`;
  });
  return page('Sandbox Jira', `<h1>Sandbox Jira</h1>${sections.join('')}`);
}
