import type { Evaluator } from '../evaluate';
import type { Facts, Value } from '../values';
import { FieldClasses } from './classes';
import { quoted } from './text';

/** How a fact stands in a local of the generated function: as it is, as a number or NaN, or as its class. */
export type Form = 'v' | 'n' | 'c';

/** One step of a dotted path that a set reads; steps that paths share are read once. */
export class Slot {
  readonly children = new Map<string, Slot>();
  readonly classes: FieldClasses;

  constructor(
    readonly index: number,
    readonly path: string[],
    evaluator: Evaluator,
  ) {
    this.classes = new FieldClasses(path, evaluator);
  }

  get name(): string {
    return this.path.at(-1) ?? '';
  }
}

/** Texts with this many codes or fewer are compared one by one; more are looked up. */
const FEW_TEXTS = 4;

export class Fields {
  readonly slots: Slot[] = [];
  private readonly roots = new Map<string, Slot>();

  constructor(
    private readonly evaluator: Evaluator,
    private readonly defaults: Facts,
    private readonly keep: (constant: unknown) => string,
  ) {}

  slot(path: string[]): Slot {
    let level = this.roots;
    let slot: Slot | undefined;
    path.forEach((step, depth) => {
      const known = level.get(step);
      slot = known ?? new Slot(this.slots.length, path.slice(0, depth + 1), this.evaluator);
      if (!known) {
        this.slots.push(slot);
        level.set(step, slot);
      }
      level = slot.children;
    });
    return slot ?? this.slot(['']);
  }

  finish(): void {
    for (const { classes } of this.slots) classes.finish();
  }

  /** The names that are read straight off an object, which is its own property as long as Object has none such. */
  get plainNames(): string[] {
    return [...new Set(this.slots.map(({ name }) => name))].filter((name) => !(name in Object.prototype));
  }

  /** Statements that read every fact in use, each once. */
  loads(used: ReadonlySet<string>): string {
    const declared = this.slots.map(({ index }) => `v${index}`);
    if (declared.length === 0) return '';
    const roots = [...this.roots.values()].map((slot) => this.rootLoad(slot)).join('\n');
    const forms = this.slots.map((slot) => this.formLoads(slot, used)).join('');
    return `let ${declared.join(', ')};\n${roots}\n${forms}`;
  }

  private rootLoad(slot: Slot): string {
    const local = `v${slot.index}`;
    const read = `${local} = ${this.read('F', slot.name)};`;
    const fallback = Object.hasOwn(this.defaults, slot.name)
      ? ` if (${local} === undefined && !has(F, ${quoted(slot.name)})) ${local} = ${this.keep(this.defaults[slot.name])};`
      : '';
    return `${read}${fallback}${this.below(slot)}`;
  }

  private below(slot: Slot): string {
    if (slot.children.size === 0) return '';
    const parent = `v${slot.index}`;
    const [plain, careful] = [[...slot.children.values()], [...slot.children.values()]].map((children, way) =>
      children
        .map((child) => {
          const value = way === 0 ? this.read(parent, child.name) : `own(${parent}, ${quoted(child.name)})`;
          return `v${child.index} = ${value};`;
        })
        .join(' '),
    );
    const deeper = [...slot.children.values()].map((child) => this.below(child)).join('');
    return `
if (typeof ${parent} === "object" && ${parent} !== null) {
if (proto(${parent}) === plain) { ${plain} } else { ${careful} }${deeper}
}`;
  }

  private read(from: string, name: string): string {
    return name in Object.prototype ? `own(${from}, ${quoted(name)})` : `${from}[${quoted(name)}]`;
  }

  private formLoads({ index, classes }: Slot, used: ReadonlySet<string>): string {
    const value = `v${index}`;
    const asNumber = used.has(`n${index}`)
      ? `let n${index} = NaN; if (typeof ${value} === "number") { if (${value} - ${value} !== 0) return -1; n${index} = ${value}; }\n`
      : '';
    return used.has(`c${index}`)
      ? `${asNumber}const c${index} = ${this.classify(value, classes)};\n`
      : asNumber;
  }

  private classify(value: string, classes: FieldClasses): string {
    const missing = classes.codeOf(undefined);
    const texts = this.textCode(value, classes);
    if (classes.isAboutTexts) return `typeof ${value} === "string" ? ${texts} : ${missing}`;
    const [yes, no] = [classes.codeOf(true), classes.codeOf(false)];
    const other = this.keep((given: Value) => classes.codeOf(given));
    return `${value} === true ? ${yes} : ${value} === false ? ${no} : typeof ${value} === "string" ? ${texts} : ${value} === undefined ? ${missing} : ${other}(${value})`;
  }

  private textCode(value: string, classes: FieldClasses): string {
    const other = classes.code(classes.otherText);
    const codes = classes.textCodes();
    if (codes.size <= FEW_TEXTS) {
      return [...codes].map(([text, code]) => `${value} === ${quoted(text)} ? ${code} : `).join('') + other;
    }
    return `(t = ${this.keep(codes)}.get(${value})) === undefined ? ${other} : t`;
  }
}
