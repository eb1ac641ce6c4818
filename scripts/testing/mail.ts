import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type TestMail = { from: string; to: string[]; text: string };

export type TestMailServer = {
  url: string;
  mails: TestMail[];
  refuse(isRefusing: boolean): void;
  stop(): Promise<void>;
};

/** A real SMTP server on a port of its own, which keeps what it is sent. */
export async function startMailServer(): Promise<TestMailServer> {
  const mails: TestMail[] = [];
  let isRefusing = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_, __, done) => done(isRefusing ? new Error('no such mailbox') : null),
    onData(stream, { envelope }, done) {
      const chunks: Uint8Array[] = [];
      stream.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ from, to, text: Buffer.concat(chunks).toString('utf8') });
        done();
      });
    },
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  const address: AddressInfo | string | null = server.server.address();
  const port = typeof address === 'object' ? address?.port : '';
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuse: (now) => {
      isRefusing = now;
    },
    stop: () => new Promise((done) => server.close(() => done())),
  };
}
