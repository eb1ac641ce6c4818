import { z } from 'zod';

/**
 * The kinds of systems that connections go to, and what a person is asked about each. A later kind (a CMS, a
 * database) adds its member here, its migration, and its examination in `examine.ts`; forms are made from this.
 */
export const connectionKind = z.enum(['jira']);
export type ConnectionKind = z.infer<typeof connectionKind>;

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
};
