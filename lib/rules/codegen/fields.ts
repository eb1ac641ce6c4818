import type { Evaluator } from '../evaluate';
import type { Facts } from '../values';
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

  /** Statements that read the facts behind some locals, each once; what stands around them may have read others. */
  loads(used: ReadonlySet<string>, outside: ReadonlySet<string> = new Set()): string {
    const known = this.behind(outside);
    const wanted = new Set([...this.behind(used)].filter((slot) => !known.has(slot)));
    const declared = [...wanted].map(({ index }) => `v${index}`);
    const reads = [...this.roots.values()].map((slot) => {
      const own = wanted.has(slot) ? this.rootLoad(slot) : '';
      return own + this.below(slot, wanted);
    });
    const forms = this.slots.map((slot) => this.formLoads(slot, used, outside));
    return `${declared.length > 0 ? `let ${declared.join(', ')};` : ''}\n${reads.join('')}\n${forms.join('')}`;
  }

  /** The steps that must be read for some locals, those on the way too. */
  private behind(locals: ReadonlySet<string>): Set<Slot> {
    const slots = new Set<Slot>();
    for (const local of locals) {
      const { path } = this.slots[Number(local.slice(1))] ?? { path: [] };
      path.forEach((_, depth) => {
        slots.add(this.slot(path.slice(0, depth + 1)));
      });
    }
    return slots;
  }

  private rootLoad({ index, name }: Slot): string {
    const local = `v${index}`;
    const read = `${local} = ${this.read('F', name)};`;
    if (!Object.hasOwn(this.defaults, name)) return read;
    return `${read} if (${local} === undefined && !has(F, ${quoted(name)})) ${local} = ${this.keep(this.defaults[name])};`;
  }

  private below(slot: Slot, wanted: ReadonlySet<Slot>): string {
    const below = [...slot.children.values()];
    const children = below.filter((child) => wanted.has(child));
    const deeper = below.map((child) => this.below(child, wanted)).join('');
    if (children.length === 0) return deeper;
    const parent = `v${slot.index}`;
    const plain = children.map(({ index, name }) => `v${index} = ${this.read(parent, name)};`);
    const careful = children.map(({ index, name }) => `v${index} = own(${parent}, ${quoted(name)});`);
    return `
if (typeof ${parent} === "object" && ${parent} !== null) {
if (proto(${parent}) === plain) { ${plain.join(' ')} } else { ${careful.join(' ')} }
}${deeper}`;
  }

  private read(from: string, name: string): string {
    return name in Object.prototype ? `own(${from}, ${quoted(name)})` : `${from}[${quoted(name)}]`;
  }

  private formLoads(
    { index, classes }: Slot,
    used: ReadonlySet<string>,
    outside: ReadonlySet<string>,
  ): string {
    const isNew = (local: string) => used.has(local) && !outside.has(local);
    const value = `v${index}`;
    const asNumber = isNew(`n${index}`)
      ? `let n${index} = NaN; if (typeof ${value} === "number") { if (${value} - ${value} !== 0) return -1; n${index} = ${value}; }\n`
      : '';
    return isNew(`c${index}`) ? `${asNumber}const c${index} = ${this.classify(value, classes)};\n` : asNumber;
  }

  private classify(value: string, classes: FieldClasses): string {
    const missing = classes.codeOf(undefined);
    const texts = this.textCode(value, classes);
    if (classes.isAboutTexts) return `typeof ${value} === "string" ? ${texts} : ${missing}`;
    const [yes, no] = [classes.codeOf(true), classes.codeOf(false)];
    const other = this.keep(classes.classify);
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
