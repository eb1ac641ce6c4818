/**
 * The kinds of systems that connections go to, and what a person is asked about each. A kind has its member here, its
 * migration, and its examination beside `examine.ts`; forms are made from this.
 */
export const KINDS = ['jira', 'cms', 'library'] as const;
export type ConnectionKind = (typeof KINDS)[number];

export type ConnectionField = {
  name: 'baseUrl' | 'account' | 'secret' | 'ticketFloor' | 'requestsPerSecond';
  label: string;
  hint: string;
  type: 'url' | 'text' | 'secret' | 'amount' | 'number';
  placeholder?: string;
  initial?: string;
};

type KindDescription = { title: string; fields: ConnectionField[] };

export const CONNECTION_KINDS: Record<ConnectionKind, KindDescription> = {
  jira: {
    title: 'Jira Cloud',
    fields: [
      {
        name: 'baseUrl',
        label: 'Address',
        hint: 'Of the site, without a path. Plain http and private addresses must stand in OUTBOUND_ALLOW.',
        type: 'url',
        placeholder: 'https://your-company.atlassian.net',
      },
      {
        name: 'account',
        label: 'Account',
        hint: 'The e-mail that signs in; an account of its own shows who opened the tickets.',
        type: 'text',
        placeholder: 'evenkeel@your-company.com',
      },
      {
        name: 'secret',
        label: 'API token',
        hint: 'Made at id.atlassian.com under Security. It is sealed and never shown again.',
        type: 'secret',
      },
      {
        name: 'ticketFloor',
        label: 'Floor per ticket',
        hint: 'Savings a month below this get no ticket, in the currency of the recommendation.',
        type: 'amount',
        initial: '25',
      },
      {
        name: 'requestsPerSecond',
        label: 'Requests per second',
        hint: 'The most we ask of the site. Jira Cloud lets 100 through.',
        type: 'number',
        initial: '10',
      },
    ],
  },
  cms: {
    title: 'CMS',
    fields: [
      {
        name: 'baseUrl',
        label: 'Address',
        hint: 'Where its listener call is. Plain http and private addresses must stand in OUTBOUND_ALLOW.',
        type: 'url',
        placeholder: 'https://cms.your-company.com',
      },
    ],
  },
  library: {
    title: 'Library database',
    fields: [
      {
        name: 'baseUrl',
        label: 'Address',
        hint: 'Without user and password. A private address, or one without TLS, must stand in OUTBOUND_ALLOW.',
        type: 'text',
        placeholder: 'postgresql://library.your-company.com:5432/library',
      },
      {
        name: 'account',
        label: 'User',
        hint: 'Needs SELECT, INSERT and UPDATE on the tables that are kept in step.',
        type: 'text',
        placeholder: 'evenkeel',
      },
      {
        name: 'secret',
        label: 'Password',
        hint: 'It is sealed and never shown again.',
        type: 'secret',
      },
    ],
  },
};

/** What a person adds in the form of connections; a CMS is added as a sender, which has a form of its own. */
export const ADDED_KINDS = ['jira', 'library'] as const satisfies readonly ConnectionKind[];
export type AddedKind = (typeof ADDED_KINDS)[number];

/** A form's choice; what is none of them is a tracker. */
export function addedKindOf(value: string): AddedKind {
  return ADDED_KINDS.find((kind) => kind === value) ?? 'jira';
}

/** Whether a kind is asked for a secret of ours. */
export function hasSecret(kind: ConnectionKind): boolean {
  return CONNECTION_KINDS[kind].fields.some(({ name }) => name === 'secret');
}
