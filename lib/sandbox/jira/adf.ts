/**
 * Atlassian Document Format, checked strictly: an unknown node, mark, attribute or nesting refuses the write, as
 * Jira's INVALID_INPUT does. Format: developer.atlassian.com/cloud/jira/platform/apis/document/structure.
 */

import { own } from '@/lib/core/own.schema';
import { isRecord } from '../read';

export type AdfNode = {
  type: string;
  text?: string;
  attrs?: Record<string, unknown>;
  marks?: AdfNode[];
  content?: AdfNode[];
};

const INLINE = ['text', 'hardBreak', 'mention', 'emoji', 'inlineCard', 'date', 'status'];
const LISTS = ['bulletList', 'orderedList'];
const SIMPLE_BLOCKS = ['paragraph', ...LISTS, 'codeBlock'];
const BLOCKS = [...SIMPLE_BLOCKS, 'heading', 'blockquote', 'rule', 'panel', 'table', 'expand'];
const CELL = [...SIMPLE_BLOCKS, 'heading', 'blockquote', 'rule', 'panel'];

/** What a node may hold; a node that is not here may hold nothing. */
const CONTENT: Record<string, { of: string[]; empty: boolean }> = {
  doc: { of: BLOCKS, empty: true },
  paragraph: { of: INLINE, empty: true },
  heading: { of: INLINE, empty: true },
  codeBlock: { of: ['text'], empty: true },
  blockquote: { of: ['paragraph', ...LISTS, 'codeBlock'], empty: false },
  bulletList: { of: ['listItem'], empty: false },
  orderedList: { of: ['listItem'], empty: false },
  listItem: { of: SIMPLE_BLOCKS, empty: false },
  panel: { of: ['paragraph', 'heading', ...LISTS, 'codeBlock', 'rule'], empty: false },
  expand: { of: [...SIMPLE_BLOCKS, 'heading', 'blockquote', 'rule', 'panel', 'table'], empty: false },
  table: { of: ['tableRow'], empty: false },
  tableRow: { of: ['tableCell', 'tableHeader'], empty: false },
  tableCell: { of: CELL, empty: false },
  tableHeader: { of: CELL, empty: false },
};

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string' && value !== '';
const isAnyText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => Number.isInteger(value) && Number(value) >= 0;
const isBoolean: Check = (value) => typeof value === 'boolean';
const oneOf =
  (...words: (string | number)[]): Check =>
  (value) =>
    words.some((word) => word === value);
const isLink: Check = (value) => typeof value === 'string' && /^(https?:\/\/|mailto:|\/|#)/.test(value);

const CELL_ATTRIBUTES = { colspan: isCount, rowspan: isCount, background: isText, colwidth: Array.isArray };
const COLOURS = oneOf('neutral', 'purple', 'blue', 'red', 'yellow', 'green');

/** Attributes by node and mark; a name that ends in `!` is required. */
const ATTRIBUTES: Record<string, Record<string, Check>> = {
  heading: { 'level!': oneOf(1, 2, 3, 4, 5, 6), localId: isText },
  paragraph: { localId: isText },
  codeBlock: { language: isAnyText },
  orderedList: { order: isCount },
  panel: { 'panelType!': oneOf('info', 'note', 'tip', 'warning', 'error', 'success', 'custom') },
  expand: { title: isAnyText },
  table: { isNumberColumnEnabled: isBoolean, layout: isText, localId: isText, width: isCount },
  tableCell: CELL_ATTRIBUTES,
  tableHeader: CELL_ATTRIBUTES,
  mention: { 'id!': isText, text: isText, accessLevel: isAnyText, userType: isText },
  emoji: { 'shortName!': isText, id: isText, text: isText },
  inlineCard: { 'url!': isLink },
  date: { 'timestamp!': (value) => typeof value === 'string' && /^-?\d+$/.test(value) },
  status: { 'text!': isText, 'color!': COLOURS, localId: isText, style: isAnyText },
  hardBreak: { text: oneOf('\n') },
  link: { 'href!': isLink, title: isText },
  subsup: { 'type!': oneOf('sub', 'sup') },
  textColor: { 'color!': (value) => typeof value === 'string' && /^#[0-9a-fA-F]{6}$/.test(value) },
  backgroundColor: { 'color!': (value) => typeof value === 'string' && /^#[0-9a-fA-F]{6}$/.test(value) },
};

const MARKS = [
  'strong',
  'em',
  'code',
  'strike',
  'underline',
  'link',
  'subsup',
  'textColor',
  'backgroundColor',
];

type Reading = { node: AdfNode } | { fault: string };

/** Reads a document; the fault names the place, such as `content[0].content[2]: text must not be empty`. */
export function readAdf(value: unknown): Reading {
  if (!isRecord(value)) return { fault: 'not an Atlassian Document' };
  if (value.type !== 'doc' || value.version !== 1) return { fault: 'type must be doc and version 1' };
  if (!Array.isArray(value.content)) return { fault: 'content must be a list' };
  const { version: _, ...rest } = value;
  return readNode(rest, '', ['doc']);
}

function readNode(value: unknown, place: string, allowed: string[]): Reading {
  const fail = (message: string): Reading => ({ fault: `${place === '' ? 'doc' : place}: ${message}` });
  if (!isRecord(value) || typeof value.type !== 'string') return fail('not a node');
  const { type } = value;
  if (!allowed.includes(type)) return fail(`${type} is not allowed here`);
  const node: AdfNode = { type };
  const strange = Object.keys(value).find(
    (key) => !['type', 'text', 'attrs', 'marks', 'content'].includes(key),
  );
  if (strange !== undefined) return fail(`unknown property ${strange}`);

  const attributes = readAttributes(type, value.attrs);
  if (typeof attributes === 'string') return fail(attributes);
  if (attributes) node.attrs = attributes;

  if (type === 'text') {
    if (typeof value.text !== 'string' || value.text === '') return fail('text must not be empty');
    node.text = value.text;
  } else if (value.text !== undefined) return fail('only a text node has text');

  const marks = readMarks(type, value.marks);
  if (typeof marks === 'string') return fail(marks);
  if (marks) node.marks = marks;
  return readContent(node, value.content, place, fail);
}

function readContent(
  node: AdfNode,
  content: unknown,
  place: string,
  fail: (message: string) => Reading,
): Reading {
  const rule = own(CONTENT, node.type);
  if (!rule) return content === undefined ? { node } : fail(`${node.type} holds no content`);
  if (content === undefined && rule.empty) return { node };
  if (!Array.isArray(content)) return fail('content must be a list');
  if (content.length === 0 && !rule.empty) return fail(`${node.type} must not be empty`);
  node.content = [];
  for (const [index, child] of content.entries()) {
    const reading = readNode(child, `${place === '' ? '' : `${place}.`}content[${index}]`, rule.of);
    if ('fault' in reading) return reading;
    if (node.type === 'codeBlock' && reading.node.marks) return fail('text in a codeBlock has no marks');
    node.content.push(reading.node);
  }
  return { node };
}

function readAttributes(type: string, value: unknown): Record<string, unknown> | string | undefined {
  const rules = own(ATTRIBUTES, type) ?? {};
  const required = Object.keys(rules).filter((name) => name.endsWith('!'));
  if (value === undefined) return required.length > 0 ? `${type} needs attrs` : undefined;
  if (!isRecord(value)) return 'attrs must be an object';
  for (const name of required) {
    if (value[name.slice(0, -1)] === undefined) return `${type} needs attrs.${name.slice(0, -1)}`;
  }
  for (const [name, item] of Object.entries(value)) {
    const check = own(rules, name) ?? own(rules, `${name}!`);
    if (!check) return `unknown attribute ${name}`;
    if (!check(item)) return `attrs.${name} is not valid`;
  }
  return value;
}

function readMarks(type: string, value: unknown): AdfNode[] | string | undefined {
  if (value === undefined) return undefined;
  if (type !== 'text') return `${type} takes no marks`;
  if (!Array.isArray(value)) return 'marks must be a list';
  const marks: AdfNode[] = [];
  for (const item of value) {
    if (!isRecord(item) || typeof item.type !== 'string') return 'not a mark';
    if (!MARKS.includes(item.type)) return `unknown mark ${item.type}`;
    const attributes = readAttributes(item.type, item.attrs);
    if (typeof attributes === 'string') return attributes;
    marks.push(attributes ? { type: item.type, attrs: attributes } : { type: item.type });
  }
  const types = marks.map((mark) => mark.type);
  if (new Set(types).size !== types.length) return 'a mark stands twice';
  if (types.includes('code') && types.some((one) => one !== 'code' && one !== 'link')) {
    return 'code goes with no other mark than link';
  }
  return marks;
}

/** The words of a document, for length limits and text search. */
export function textOf(node: AdfNode): string {
  if (node.text !== undefined) return node.text;
  return (node.content ?? [])
    .map(textOf)
    .join(node.type === 'paragraph' || node.type === 'heading' ? '' : '\n');
}
