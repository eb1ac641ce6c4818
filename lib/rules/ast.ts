/**
 * The one tree behind every reading of an expression: closures, why tree, printing, and later the compiled
 * function. It is plain JSON; `at` holds the offsets [start, end) in the text it was parsed from.
 */
export type Span = { start: number; end: number };

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%';

type Literal = { kind: 'literal'; value: string | number | boolean | null; at: Span };
export type Path = { kind: 'path'; path: string[]; at: Span };
/** A value of the resource's tags; the key stands as tags are stored: in lower case, without `user:`. */
export type Tag = { kind: 'tag'; key: string; at: Span };
type ListNode = { kind: 'list'; items: Expression[]; at: Span };
export type Call = { kind: 'call'; name: string; args: Expression[]; at: Span };
type Negate = { kind: 'negate'; operand: Expression; at: Span };
export type Arithmetic = {
  kind: 'arithmetic';
  operator: ArithmeticOperator;
  left: Expression;
  right: Expression;
  at: Span;
};
/** `a < b <= c` is one node: n operators between n + 1 operands, true when every neighbouring pair is. */
export type Compare = { kind: 'compare'; operators: CompareOperator[]; operands: Expression[]; at: Span };
type Not = { kind: 'not'; operand: Expression; at: Span };
type Junction = { kind: 'and' | 'or'; operands: Expression[]; at: Span };
type Conditional = {
  kind: 'if';
  condition: Expression;
  then: Expression;
  otherwise: Expression;
  at: Span;
};

export type Expression =
  | Literal
  | Path
  | Tag
  | ListNode
  | Call
  | Negate
  | Arithmetic
  | Compare
  | Not
  | Junction
  | Conditional;

/** One step of an `action`: `target = value`, or a registered function by its name. */
type Assign = { kind: 'assign'; target: string[]; value: Expression; at: Span };
type Invoke = { kind: 'invoke'; name: string; at: Span };
export type Statement = Assign | Invoke;

/** Text with `{{ expression }}` in it, cut into its parts. */
export type Template = { parts: (string | Expression)[] };

/** The nodes directly below one, in the order they are written. */
export function childrenOf(node: Expression): Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'path':
    case 'tag':
      return [];
    case 'list':
      return node.items;
    case 'call':
      return node.args;
    case 'negate':
    case 'not':
      return [node.operand];
    case 'arithmetic':
      return [node.left, node.right];
    case 'compare':
    case 'and':
    case 'or':
      return node.operands;
    case 'if':
      return [node.then, node.condition, node.otherwise];
  }
}

/** The fact a node reads, as people write it: `meter.log_storage.cost`, `tag('team')`. */
export function fieldOf(node: Path | Tag): string {
  return node.kind === 'path' ? node.path.join('.') : `tag('${node.key.replace(/[\\']/g, '\\$&')}')`;
}

/** Names that stand for `lists` of the set and not for facts. */
type NamedLists = { has: (name: string) => boolean };

export function isListName(node: Expression, lists: NamedLists): boolean {
  return node.kind === 'path' && node.path.length === 1 && lists.has(node.path[0] ?? '');
}

/** The parts of an expression that read a fact, in the order met. */
export function fieldNodes(node: Expression, lists: NamedLists): (Path | Tag)[] {
  if (node.kind === 'path' || node.kind === 'tag') return isListName(node, lists) ? [] : [node];
  return childrenOf(node).flatMap((child) => fieldNodes(child, lists));
}

/** Every fact an expression reads, each once. */
export function fieldsOf(node: Expression, lists: NamedLists): Set<string> {
  return new Set(fieldNodes(node, lists).map(fieldOf));
}
