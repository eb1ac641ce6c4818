import { type Dispatch, dispatch, type Judged } from './dispatch';
import { conjunction, type Logic } from './logic';
import type { Program } from './program';

/** What is asked: only which rules match, or also which are unknown. */
export type Question = 'matches' | 'truths';

/** What stands in the place of a truth in an event. */
export const EVENT = { true: 0, unknown: 1, false: 2 } as const;

/** A part of the function; the parts of one that is too large to be optimised become functions of their own. */
export type Piece = { text: string; uses: Set<string>; size: number };

/** Cases by class, and for a fact that is no text (where unknown may be told) all their rules. */
export type Jump = {
  local: string;
  cases: { indexes: number[]; piece: Piece }[];
  otherwise: Piece[];
  isText: string;
};
export type Parts = { pieces: Piece[]; jumps: Jump[]; size: number };

const PIECE_SIZE = 350;

/** A set small enough to be one function, where telling unknown rules needs no groups. */
const SMALL = 250;

export function partsOf(rules: Judged[], question: Question, program: Program): Parts {
  const size = rules.reduce((sum, { logic }) => sum + logic.size + 1, 0);
  const isGrouped = question === 'matches' || size > SMALL;
  const { dispatches, others } = isGrouped ? dispatch(rules) : { dispatches: [], others: rules };
  for (const { slot } of dispatches) slot.classes.isIndexed = true;
  const writer = new Writer(question, program);
  return { size, pieces: writer.pack(others), jumps: dispatches.map((group) => writer.jump(group)) };
}

class Writer {
  constructor(
    private readonly question: Question,
    private readonly program: Program,
  ) {}

  /** Rules in a row, in pieces of a size that the engine optimises soon. */
  pack(rules: Judged[]): Piece[] {
    const packs: Judged[][] = [];
    let size = PIECE_SIZE;
    for (const judged of rules) {
      if (size >= PIECE_SIZE) {
        packs.push([]);
        size = 0;
      }
      size += judged.logic.size + 1;
      packs.at(-1)?.push(judged);
    }
    return packs.map((pack) => this.piece(pack.map((judged) => ({ judged, logic: judged.logic }))));
  }

  jump({ slot, cases, all }: Dispatch): Jump {
    const { text: local } = this.program.write(() => this.program.local('c', slot));
    const entries = [...cases].map(([index, rules]) => ({
      indexes: [index],
      piece: this.piece(rules.map(({ judged, rest }) => ({ judged, logic: conjunction(rest) }))),
    }));
    const otherwise = this.question === 'truths' ? this.pack(all) : [];
    const { texts } = slot.classes;
    const table = Uint8Array.from({ length: slot.classes.count }, (_, index) => (texts.has(index) ? 1 : 0));
    return { local, cases: entries, otherwise, isText: `${this.program.keep(table)}[${local}] === 1` };
  }

  private piece(rules: { judged: Judged; logic: Logic }[]): Piece {
    const written = this.program.write(() =>
      rules.map(({ judged, logic }) => this.statement(judged, logic)).join('\n'),
    );
    return { ...written, size: rules.reduce((sum, { logic }) => sum + logic.size + 1, 0) };
  }

  /** Puts down what became of one rule. What is false says nothing, but for an assertion. */
  private statement({ code, isAssert }: Judged, logic: Logic): string {
    const put = (event: string) => `out[n++] = ${event};`;
    const [yes, unknown, no] = [code + EVENT.true, code + EVENT.unknown, code + EVENT.false];
    const isTrue = logic.whenTrue();
    if (this.question === 'matches') {
      return isAssert ? put(`${isTrue} ? ${yes} : ${no}`) : `if (${isTrue}) ${put(String(yes))}`;
    }
    const isFalse = logic.whenFalse();
    if (isAssert) return put(`${isFalse} ? ${no} : ${isTrue} ? ${yes} : ${unknown}`);
    return `if (!(${isFalse})) ${put(`${isTrue} ? ${yes} : ${unknown}`)}`;
  }
}
