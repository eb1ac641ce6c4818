/** The words of the rule language for editors: nothing here judges, and nothing here needs the server. */
export type WordOfLanguage = { name: string; signature: string; description: string };

export const FUNCTION_WORDS: readonly WordOfLanguage[] = [
  word('exists', 'exists(fact)', 'True when the fact is there, whatever it holds'),
  word('tag', "tag('key')", 'The value of a tag; keys are in lower case, without "user:"'),
  word('fact', "fact('any name')", 'A fact whose name cannot be written as a word'),
  word('days_since', 'days_since(date)', 'Days, and parts of a day, from an ISO date to now'),
  word('lower', 'lower(text)', 'In lower case'),
  word('upper', 'upper(text)', 'In upper case'),
  word('trim', 'trim(text)', 'Without blanks at both ends'),
  word('repeats', 'repeats(text)', 'How often one piece of three characters or more stands at the end'),
  word('left', 'left(text, count)', 'The first characters'),
  word('len', 'len(text or list)', 'How many characters, or items'),
  word('startswith', 'startswith(text, beginning)', 'True when the text begins so'),
  word('endswith', 'endswith(text, end)', 'True when the text ends so'),
  word('contains', 'contains(text or list, part)', 'True when the part is in it'),
  word('matches', 'matches(text, pattern)', 'True when the pattern (RE2) is found anywhere in the text'),
  word('abs', 'abs(number)', 'Without its sign'),
  word('floor', 'floor(number)', 'The whole number below'),
  word('ceil', 'ceil(number)', 'The whole number above'),
  word('round', 'round(number, places)', 'Half away from zero; places are 0 unless written'),
  word('min', 'min(number, …)', 'The least'),
  word('max', 'max(number, …)', 'The greatest'),
  word('coalesce', 'coalesce(value, …)', 'The first that is known and not null'),
  word('number', 'number(text)', 'The number that a text says'),
  word('text', 'text(value)', 'A number or a truth as text'),
];

export const REGISTERED_WORDS: readonly WordOfLanguage[] = [
  word('check_vip', 'check_vip', 'Sets is_vip to true when vip_code is "X123"'),
];

export const OPERATOR_WORDS: readonly WordOfLanguage[] = [
  word('and', 'a and b', 'True when both are'),
  word('or', 'a or b', 'True when one is'),
  word('not', 'not a', 'True when it is false; what is unknown stays unknown'),
  word('in', 'a in list', 'True when the list, or the text, holds it'),
  word('not in', 'a not in list', 'True when the list does not hold it'),
  word('if', 'a if condition else b', 'One of two values'),
  word('else', 'a if condition else b', 'One of two values'),
  word('true', 'true', 'True'),
  word('false', 'false', 'False'),
  word('null', 'null', 'Nothing; what is missing is unknown and not null'),
];

function word(name: string, signature: string, description: string): WordOfLanguage {
  return { name, signature, description };
}
