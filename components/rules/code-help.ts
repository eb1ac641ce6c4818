import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import { type EditorHelp, type Offer, offersAt } from './completion';
import { type Tip, tipAt } from './hover';

type Help = () => EditorHelp | null;

const TYPES: Record<Offer['kind'], string> = {
  key: 'property',
  word: 'enum',
  field: 'variable',
  function: 'function',
  list: 'constant',
  operator: 'keyword',
  value: 'text',
  rule: 'class',
};
/** What comes first where several fit as well: the data before the words of the language. */
const BOOSTS: Partial<Record<Offer['kind'], number>> = { field: 2, list: 1, operator: -1 };

/** Completion as one types or by Ctrl-Space, and what a word means, by pointing at it or by Ctrl-Shift-Space. */
export function codeHelp(help: Help): Extension {
  return [
    autocompletion({ override: [(context) => complete(context, help())], icons: false }),
    hoverTooltip((view, position) => tooltipAt(view, position, help())),
    asked,
    keymap.of([
      { key: 'Ctrl-Shift-Space', preventDefault: true, run: (view) => tellHere(view, help()) },
      { key: 'Escape', run: closeTip },
    ]),
  ];
}

function complete(context: CompletionContext, help: EditorHelp | null): CompletionResult | null {
  const { state, pos, explicit } = context;
  if (!help || (!explicit && !/[\p{L}\p{N}_.'"]$/u.test(state.sliceDoc(Math.max(0, pos - 1), pos))))
    return null;
  const found = offersAt(state.doc.toString(), pos, help);
  if (!found || (!explicit && found.from === pos)) return null;
  return { from: found.from, options: found.offers.map(asCompletion), validFor: /^[\p{L}\p{N}_.-]*$/u };
}

function asCompletion({ label, kind, apply, detail, info }: Offer): Completion {
  return { label, apply, type: TYPES[kind], detail, info, boost: BOOSTS[kind] ?? 0 };
}

function tooltipAt(view: EditorView, position: number, help: EditorHelp | null): Tooltip | null {
  const tip = help && tipAt(view.state.doc.toString(), position, help);
  return tip ? tooltipOf(tip) : null;
}

function tooltipOf(tip: Tip): Tooltip {
  return { pos: tip.from, end: tip.to, above: true, create: () => ({ dom: draw(tip) }) };
}

function draw({ title, lines }: Tip): HTMLElement {
  const box = document.createElement('div');
  box.className = 'cm-tip';
  box.setAttribute('role', 'status');
  const name = document.createElement('code');
  name.textContent = title;
  box.append(name);
  for (const line of lines) {
    const told = document.createElement('p');
    told.textContent = line;
    box.append(told);
  }
  return box;
}

const showTip = StateEffect.define<Tooltip | null>();

/** The one that was asked for by a key; it goes when the cursor moves. */
const asked = StateField.define<Tooltip | null>({
  create: () => null,
  update(shown, transaction) {
    for (const effect of transaction.effects) if (effect.is(showTip)) return effect.value;
    return transaction.docChanged || transaction.selection ? null : shown;
  },
  provide: (field) => showTooltip.from(field),
});

function tellHere(view: EditorView, help: EditorHelp | null): boolean {
  const tooltip = tooltipAt(view, view.state.selection.main.head, help);
  if (tooltip) view.dispatch({ effects: showTip.of(tooltip) });
  return tooltip !== null;
}

function closeTip(view: EditorView): boolean {
  if (view.state.field(asked) === null) return false;
  view.dispatch({ effects: showTip.of(null) });
  return true;
}
