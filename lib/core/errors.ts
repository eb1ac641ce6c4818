/**
 * The one error class. `code` is stable and documented; `detail` is what the user reads; what only the log
 * may see goes into `cause`. Caught in `http.ts` (→ problem+json) and `runs/worker.ts` (→ the attempt's row).
 */
export const STATUS_OF = {
  invalid_input: 422,
  idempotency_mismatch: 422,
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  foreign_origin: 403,
  not_found: 404,
  method_not_allowed: 405,
  timed_out: 408,
  conflict: 409,
  engines_disagree: 409,
  idempotency_running: 409,
  idempotency_lost: 409,
  gone: 410,
  too_large: 413,
  unsupported_media: 415,
  rate_limited: 429,
  internal: 500,
  misconfigured: 500,
  outbound_blocked: 502,
  outbound_failed: 502,
  unavailable: 503,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

/** A single fault in the input and where it stands: a JSON path, a YAML or CSV line and column (both from 1). */
export type Fault = { message: string; path?: string; line?: number; column?: number };

type AppErrorOptions = { errors?: Fault[]; cause?: unknown; retryAfterSeconds?: number };

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly errors: Fault[];
  /** When asking again may help. */
  readonly retryAfterSeconds: number | undefined;
  #digest: string | undefined;

  constructor(code: ErrorCode, detail: string, options: AppErrorOptions = {}) {
    super(detail, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.errors = options.errors ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The HTTP status that goes with the code. */
  get status(): number {
    return STATUS_OF[this.code];
  }

  /** All that Next hands on to the browser of an error in a page: its code, and an id that the log has as well. */
  get digest(): string {
    this.#digest ??= `${this.code}:${crypto.randomUUID()}`;
    return this.#digest;
  }
}

/** A message for a log line or a run's row from whatever was thrown. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  return typeof thrown === 'string' ? thrown : JSON.stringify(thrown);
}
