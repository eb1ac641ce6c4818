/** What a rule file may be at most, so that no text from outside can hold the machine. */
export const LIMITS = {
  /** bytes of one YAML text (256 KiB) */
  yamlBytes: 256 * 1024,
  /** levels of nesting in the YAML */
  yamlDepth: 32,
  rules: 500,
  tests: 500,
  /** characters of one expression, action or template */
  expression: 4_000,
  /** levels of nesting in one expression */
  depth: 64,
  /** parts of one condition tree, with all that its named conditions bring */
  conditionParts: 5_000,
  /** items of a list written in an expression */
  listItems: 1_000,
  /** items of one entry of `lists` */
  namedListItems: 10_000,
  /** characters of a pattern of `matches` */
  pattern: 500,
  /** characters of a text that a rule may build or match */
  text: 100_000,
  /** levels of nesting in facts */
  factDepth: 32,
  /** facts objects in one evaluation by API */
  factRows: 10_000,
  /** facts objects times rules in one evaluation by API: it runs while others wait */
  evaluations: 250_000,
} as const;
