export type StartField = {
  name: string;
  label: string;
  hint?: string;
  kind: 'text' | 'number' | 'flag' | 'choice' | 'many';
  options: { value: string; label: string }[];
  isRequired: boolean;
};

/** A graph that a person may start, with the form of its input. */
export type StartableGraph = { name: string; title: string; description: string; fields: StartField[] };

type Choices = Record<string, { value: string; label: string }[]>;
type Property = {
  type?: string;
  description?: string;
  title?: string;
  enum?: unknown[];
  default?: unknown;
  items?: Property;
};

/**
 * The form of a graph's input, from its JSON Schema. Ids of things we know (`choices` by field name: sourceIds,
 * connectionId) become lists to choose from; what is not a simple value is left to the API.
 */
export function fieldsOf(
  schema: { properties?: Record<string, Property>; required?: string[] },
  choices: Choices,
): StartField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const known = choices[name];
    const options =
      known ?? (property.enum ?? []).map((value) => ({ value: String(value), label: String(value) }));
    const kind = kindOf(property, options.length > 0 || known !== undefined);
    if (kind === null) return [];
    const isRequired = (schema.required ?? []).includes(name) && property.default === undefined;
    return [
      { name, label: property.title ?? labelOf(name), hint: property.description, kind, options, isRequired },
    ];
  });
}

function kindOf({ type }: Property, isChoice: boolean): StartField['kind'] | null {
  if (type === 'array') return isChoice ? 'many' : null;
  if (isChoice) return 'choice';
  if (type === 'string') return 'text';
  if (type === 'number' || type === 'integer') return 'number';
  return type === 'boolean' ? 'flag' : null;
}

function labelOf(name: string): string {
  const words = name
    .replace(/Ids?$/, (end) => (end === 'Ids' ? 's' : ''))
    .replace(/([A-Z])/g, ' $1')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The input as the API takes it; fields left empty are left out. */
export function inputOf(fields: StartField[], form: FormData): Record<string, unknown> {
  const entries = fields.flatMap(({ name, kind }): [string, unknown][] => {
    if (kind === 'flag') return [[name, form.get(name) === 'on']];
    if (kind === 'many') {
      const chosen = form.getAll(name).map(String);
      return chosen.length > 0 ? [[name, chosen]] : [];
    }
    const text = String(form.get(name) ?? '').trim();
    if (text === '') return [];
    return [[name, kind === 'number' ? Number(text) : text]];
  });
  return Object.fromEntries(entries);
}
