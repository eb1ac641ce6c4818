import { scanFlow } from './yaml-flow';

/**
 * Where a place in a YAML text is, however unfinished the text: the keys that lead to it (`[]` for an item of a list),
 * whether a key or a value is being written there, what is written of it, and the keys that stand beside it already.
 */
export type YamlPlace = { path: string[]; kind: 'key' | 'value'; written: string; beside: string[] };

type Level = { indent: number; key: string; below: string[] };
type Open = { indent: number; from: number; isBlock: boolean };

const KEY = /^(?:"([^"\n]*)"|'([^'\n]*)'|([\w$.<-][^:#"'{}[\],\n]*?))[ \t]*:(?=[ \t\r]|$)/;

export function yamlPlaceAt(text: string, offset: number): YamlPlace {
  const until = text.slice(0, offset);
  const levels: Level[] = [{ indent: -1, key: '', below: [] }];
  let open: Open | null = null; // a value that may go on in the next lines
  for (let at = 0; ; ) {
    const lineEnd = until.indexOf('\n', at);
    const isLast = lineEnd === -1;
    const line = until.slice(at, isLast ? until.length : lineEnd);
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === '';
    const goesOn: boolean = open !== null && (indent > open.indent || (isBlank && open.isBlock && !isLast));
    if (open && goesOn && !(isBlank && !isLast)) {
      if (isLast) return placeOf(levels, 'value', until.slice(open.from).trimStart());
    } else if (!open || !goesOn) {
      if (isLast && isBlank) return blankPlace(levels, indent);
      if (!isBlank && !line.trimStart().startsWith('#')) {
        const read = readLine(levels, line, indent);
        const from = at + read.column;
        if (read.isKeyOpen && isLast) return placeOf(levels, 'key', until.slice(from));
        const rest = until.slice(from, isLast ? undefined : lineEnd);
        if (/^[{[]/.test(rest)) {
          const flow = scanFlow(until, from);
          if (flow.end === null) {
            const path = [...pathOf(levels), ...flow.path];
            return { path, kind: flow.kind, written: flow.written, beside: flow.beside };
          }
          open = null;
          at = until.indexOf('\n', flow.end);
          if (at === -1) return placeOf(levels, 'value', '');
          at += 1;
          continue;
        }
        if (isLast) return placeOf(levels, 'value', rest);
        const isBlock = /^[|>]/.test(rest);
        const start = isBlock ? lineEnd + 1 : from;
        open = rest.trim() === '' ? null : { indent: read.owner, from: start, isBlock };
      }
    }
    if (isLast) return placeOf(levels, 'key', '');
    at = lineEnd + 1;
  }
}

type Read = { column: number; owner: number; isKeyOpen: boolean };

/** Takes the dashes and the key of a line onto the levels; `column` is where what follows begins. */
function readLine(levels: Level[], line: string, indent: number): Read {
  let column = indent;
  let owner = indent;
  while (line[column] === '-' && /^\s|^$/.test(line.slice(column + 1, column + 2))) {
    drop(levels, (level) => level.indent > column || (level.indent === column && level.key === '[]'));
    levels.push({ indent: column, key: '[]', below: [] });
    owner = column;
    column += 1;
    while (line[column] === ' ') column += 1;
  }
  const key = KEY.exec(line.slice(column));
  if (!key) {
    drop(levels, (level) => level.indent >= column);
    return { column, owner, isKeyOpen: !/^["'{[|>]/.test(line.slice(column)) };
  }
  const at = column;
  drop(levels, (level) => level.indent >= at);
  const name = key[1] ?? key[2] ?? key[3] ?? '';
  levels.at(-1)?.below.push(name);
  levels.push({ indent: column, key: name, below: [] });
  const after = column + key[0].length;
  const spaces = /^[ \t]*/.exec(line.slice(after))?.[0].length ?? 0;
  return { column: after + spaces, owner: at, isKeyOpen: false };
}

function drop(levels: Level[], isOver: (level: Level) => boolean): void {
  for (let last = levels.at(-1); last && levels.length > 1 && isOver(last); last = levels.at(-1))
    levels.pop();
}

/** On an empty line the indentation says where one is; deeper than the last key, one is within it. */
function blankPlace(levels: Level[], indent: number): YamlPlace {
  drop(levels, (level) => level.indent >= indent);
  return placeOf(levels, 'key', '');
}

function placeOf(levels: Level[], kind: YamlPlace['kind'], written: string): YamlPlace {
  return { path: pathOf(levels), kind, written, beside: levels.at(-1)?.below ?? [] };
}

function pathOf(levels: Level[]): string[] {
  return levels.slice(1).map(({ key }) => key);
}
