import { say } from './lines';

export type Summary = {
  url: string;
  email: string;
  /** Made by this start, to be shown this once. */
  password: string | null;
  /** Where the embedded database keeps its data; null for an external one. */
  data: string | null;
  sandbox: string | null;
};

export function printSummary({ url, email, password, data, sandbox }: Summary): void {
  const rows = [
    ['', `Evenkeel runs at ${url}`],
    ['Sign in', password ? `${email}  password  ${password}` : `${email}, or whoever has an account`],
    ...(password ? [['', 'The password is shown this once; the first sign-in changes it.']] : []),
    ...(data ? [['Data', data]] : []),
    ...(sandbox
      ? [
          [
            'Sandbox',
            `a Jira of our own at ${sandbox} and a CMS, with a company's history (SANDBOX=off leaves it out)`,
          ],
        ]
      : []),
    ['Stop', 'Ctrl-C'],
  ];
  say('start', '');
  for (const [name = '', text = ''] of rows) say('start', name ? `  ${name.padEnd(8)} ${text}` : `  ${text}`);
  say('start', '');
}
