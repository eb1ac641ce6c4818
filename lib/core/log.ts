import pino from 'pino';
import { env } from './env';
import { cutSecrets, redacted, secretsAmong } from './redact';

/** JSON lines on standard output, with every secret cut out before it is written: see redact.ts. */
let logger: pino.Logger | undefined;

export function log(): pino.Logger {
  logger ??= makeLogger(pino.destination({ fd: 1, sync: true }));
  return logger;
}

/** A logger that writes to `destination`, which a test may read. */
export function makeLogger(destination: pino.DestinationStream): pino.Logger {
  const known = secretsAmong(env());
  return pino(
    {
      level: env().LOG_LEVEL,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are told by redact.ts already.
      serializers: { err: (told) => told },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => Object.fromEntries(Object.entries(Object(redacted(fields, known)))),
      },
      // The message and what child loggers carry, which no formatter sees.
      hooks: { streamWrite: (line) => cutSecrets(line, known) },
    },
    destination,
  );
}
