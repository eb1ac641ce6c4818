import { isMap, isPair, isScalar, isSeq, type Node } from 'yaml';
import type { Expression, Span } from './ast';
import type { Place, YamlReader } from './yaml-reader';

/** Where the parts of a set that was read stand in its file, for whoever has something to say of them afterwards. */
export class Places {
  constructor(
    private readonly reader: YamlReader,
    private readonly top: Node | undefined,
  ) {}

  /** A part of one of the set's expressions. */
  ofPart(whole: Expression, at: Span): Place {
    return this.reader.placeOfPart(whole, at);
  }

  /** The key or the item that a path leads to, `['rules', 2, 'condition']`; as far as the path can be followed. */
  ofKey(path: readonly (string | number)[]): Place {
    let [node, found] = [this.top, this.top];
    for (const step of path) {
      const next = below(node, step);
      if (!next) break;
      [node, found] = [next.value, next.key];
    }
    return this.reader.placeOfNode(found);
  }

  /** What stands at the key that a path leads to. */
  ofValue(path: readonly (string | number)[]): Place {
    let node = this.top;
    for (const step of path) node = below(node, step)?.value ?? node;
    return this.reader.placeOfNode(node);
  }
}

type Below = { key: Node; value: Node | undefined };

function below(node: Node | undefined, step: string | number): Below | undefined {
  if (isSeq<Node>(node) && typeof step === 'number') {
    const item = node.items[step];
    return item && { key: item, value: item };
  }
  if (!isMap<Node, Node>(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === step);
  return pair && isPair(pair) ? { key: pair.key, value: pair.value ?? undefined } : undefined;
}
