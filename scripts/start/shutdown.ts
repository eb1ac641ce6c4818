import { messageOf } from '@/lib/core/errors';
import { say } from './lines';

type Step = { name: string; stop: () => Promise<void> | void; kill?: () => void };

/** npm passes a signal on that the terminal has sent us too: what follows within this time is the same Ctrl-C. */
const ONE_CTRL_C_MS = 1500;

/**
 * Stops what was started, last first, on SIGINT, SIGTERM or SIGHUP, once. A second Ctrl-C ends the processes at
 * once; the database is shut down cleanly all the same.
 */
export class Shutdown {
  private readonly steps: Step[] = [];
  private readonly controller = new AbortController();
  private begunAt = 0;
  private done: Promise<void> | undefined;

  constructor() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => this.onSignal());
  }

  /** Aborted as soon as stopping begins: what is still being started gives up. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  add(step: Step): void {
    this.steps.push(step);
  }

  /** Stops everything and ends the process. */
  end(exitCode: number): Promise<void> {
    this.begunAt ||= Date.now();
    this.done ??= this.run(exitCode);
    return this.done;
  }

  private onSignal(): void {
    if (this.begunAt === 0) {
      say('start', 'Stopping. (Ctrl-C again ends it at once.)');
      void this.end(0);
    } else if (Date.now() - this.begunAt > ONE_CTRL_C_MS) {
      for (const step of this.steps) step.kill?.();
    }
  }

  private async run(exitCode: number): Promise<void> {
    this.controller.abort();
    const hasStarted = this.steps.length > 0;
    // A step that is being added meanwhile (a server that was just starting) is stopped too.
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step.stop();
      } catch (error) {
        say('start', `Stopping ${step.name} failed: ${messageOf(error)}`);
      }
    }
    if (hasStarted) say('start', 'Stopped.');
    process.exit(exitCode);
  }
}
