/**
 * Cuts secrets out of what is written down: the log, the audit log, what scripts print. Commands hand over none; this
 * is the second line, by the names of fields, by what secrets look like in a text, and by the values that this process
 * was given itself.
 */
export const SECRET = '[secret]';

const SECRET_WORDS = new Set([
  ...['password', 'passwords', 'passwd', 'passphrase', 'secret', 'secrets', 'token', 'tokens', 'hash'],
  ...['authorization', 'cookie', 'cookies', 'credential', 'credentials', 'sealed', 'jwt', 'otp'],
]);
/** Two words that together name one. */
const SECRET_PAIR =
  /(^|_)((api|private|seal|sealing|signing|access|idempotency)_?keys?|(database|smtp|connection)_?(url|string))(_|$)/;

/** apiToken, API_TOKEN and api-token alike; what a name merely contains (tokenizer) is none, nor is a token's id. */
export function namesSecret(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.at(-1) === 'id' || words.at(-1) === 'ids') return false;
  return words.some((word) => SECRET_WORDS.has(word)) || SECRET_PAIR.test(words.join('_'));
}

const NAMES =
  '[\\w-]*(?:password|passwd|passphrase|secret|token|api[_-]?key|seal[_-]?key|private[_-]?key|idempotency[_-]key|credential)s?';
/** What stands for a name in an address only: OpenID Connect's code and state, signed links. */
const QUERY_NAMES = '(?:code|state|session|signature|sig|x-amz-[\\w-]+|key)';
/** In quotes, which stay: plain, of a JSON text within a JSON text, single. */
const QUOTED: [string, string][] = [
  ['"(?:[^"\\\\]|\\\\.)*"', `"${SECRET}"`],
  ['\\\\"(?:[^"\\\\]|\\\\[^"])*\\\\"', `\\"${SECRET}\\"`],
  ["'[^']*'", `'${SECRET}'`],
];
const BARE = '[^\\s"\'\\\\&;,)}\\]]+';

const SECRET_TEXTS: [RegExp, string][] = [
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----(?:[^"]*?-----END \1-----|[^"]*)/g, SECRET],
  // The name and the password of an address. A password that was not encoded may hold / and @.
  [/\b((?:postgres(?:ql)?|smtps?|amqps?|redis):\/\/)[^\s"'<>]*@/gi, `$1${SECRET}@`],
  [/:\/\/[^\s/@"'<>]+@/g, `://${SECRET}@`],
  [/\b(Bearer|Basic|Digest) +[\w.~+/=-]{8,}/gi, `$1 ${SECRET}`],
  [
    /\b((?:set-)?cookie|authorization)(\\?["']?\s*[:=]\s*)(?!\s*(?:\w+ +)?\[secret\])[^\r\n"\\]+/gi,
    `$1$2${SECRET}`,
  ],
  [/((?:__Secure-|__Host-)?next-auth[\w.-]*=)[^;\s"\\]+/gi, `$1${SECRET}`],
  // Tokens by their own beginnings: ours, Atlassian's, a JSON web token.
  [/\bek_[\w-]{16,}/g, SECRET],
  [/\bATATT[\w=-]{10,}/g, SECRET],
  [/\beyJ[\w-]{8,}(\.[\w-]*){2,4}/g, SECRET],
  [/(\/set-password\/)[\w-]{8,}/g, `$1${SECRET}`],
  [new RegExp(`([?&](?:${QUERY_NAMES}|${NAMES})=)[^\\s&#"'\\\\]+`, 'gi'), `$1${SECRET}`],
  ...QUOTED.map(([value, instead]): [RegExp, string] => [
    new RegExp(`(?<![\\w-])(${NAMES}\\\\?["']?\\s*[:=]\\s*)${value}`, 'gi'),
    `$1${instead}`,
  ]),
  [new RegExp(`(?<![\\w-])(${NAMES})(=)(?!\\[secret\\])${BARE}`, 'gi'), `$1$2${SECRET}`],
  // After a colon may stand a sentence about it: only what has a digit in it is taken for the thing itself.
  [new RegExp(`(?<![\\w-])(${NAMES})(:\\s*)(?=[^\\s"'\\\\]*\\d)${BARE}`, 'gi'), `$1$2${SECRET}`],
  // PostgreSQL quotes the row or the key that a constraint refused.
  [/(Failing row contains \()(?!\[secret\])[^"]*?(\)\.?(?=[\s\\"]|$))/g, `$1${SECRET}$2`],
  [/(Key \([^)]*(?:token|password|secret|hash)[^)]*\)=\()[^)]*/gi, `$1${SECRET}`],
];

/** A text without what looks like a secret in it. `known` are values to be cut wherever they stand. */
export function cutSecrets(text: string, known: readonly string[] = []): string {
  const without = known.reduce((rest, value) => rest.replaceAll(value, SECRET), text);
  return SECRET_TEXTS.reduce((rest, [pattern, instead]) => rest.replace(pattern, instead), without);
}

const OWN = ['SEAL_KEY', 'ADMIN_PASSWORD', 'API_TOKEN', 'METRICS_TOKEN', 'OIDC_CLIENT_SECRET'];
const OWN_ADDRESSES = ['DATABASE_URL', 'SMTP_URL'];
const SHORTEST = 12; // a shorter one (postgres, say) would be cut out of ordinary words

/** The secrets among these settings, as they may stand in a text. */
export function secretsAmong(settings: Record<string, unknown>): string[] {
  const given = OWN.map((name) => settings[name]);
  const passwords = OWN_ADDRESSES.flatMap((name) => passwordsOf(settings[name]));
  return [...given, ...passwords]
    .filter((value) => typeof value === 'string' && value.length >= SHORTEST)
    .map(String);
}

function passwordsOf(address: unknown): string[] {
  if (typeof address !== 'string' || !URL.canParse(address)) return [];
  const { password } = new URL(address);
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password]; // a % that encodes nothing
  }
}

const DEEPEST = 8;
const MOST_ITEMS = 200;

/**
 * A value as the log may hold it: fields named like a secret are cut at any depth, texts as above, an error becomes
 * its type, message, stack, causes and what else it carries.
 */
export function redacted(value: unknown, known: readonly string[] = []): unknown {
  const seen = new Set<object>();
  const walk = (held: unknown, depth: number): unknown => {
    if (typeof held === 'string') return cutSecrets(held, known);
    if (typeof held !== 'object' || held === null) return held;
    if (held instanceof Date) return held;
    if (held instanceof URL) return cutSecrets(held.href, known);
    if (ArrayBuffer.isView(held)) return `[${held.byteLength} bytes]`;
    if (seen.has(held)) return '[seen above]';
    if (depth > DEEPEST) return '[deeper]';
    seen.add(held);
    if (Array.isArray(held)) return held.slice(0, MOST_ITEMS).map((item) => walk(item, depth + 1));
    if (held instanceof Set) return [...held].slice(0, MOST_ITEMS).map((item) => walk(item, depth + 1));
    return fieldsOf(held, depth, walk);
  };
  return walk(value, 0);
}

function fieldsOf(held: object, depth: number, walk: (value: unknown, depth: number) => unknown): object {
  const entries = entriesOf(held).filter(([, value]) => value !== undefined && typeof value !== 'function');
  // That there is one, or that it must be changed, may be known.
  const isShown = (value: unknown) => value === null || typeof value === 'boolean';
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      namesSecret(name) && !isShown(value) ? SECRET : walk(value, depth + 1),
    ]),
  );
}

function entriesOf(held: object): [string, unknown][] {
  if (held instanceof Headers || held instanceof URLSearchParams || held instanceof Map) {
    return [...held].map(([name, value]) => [String(name), value]);
  }
  if (!(held instanceof Error)) return Object.entries(held);
  const { name, message, stack, cause } = held;
  const told = Object.entries(held).filter(
    ([field]) => !['name', 'message', 'stack', 'cause'].includes(field),
  );
  const parts = held instanceof AggregateError ? { errors: held.errors } : {};
  return Object.entries({ type: name, message, stack, ...parts, ...Object.fromEntries(told), cause });
}
