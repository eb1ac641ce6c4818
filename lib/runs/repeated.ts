import { log } from '@/lib/core/log';

export type Loop = { soon(): void; stop(): Promise<void> };

/** Runs `work` again and again, never twice at once; `soon` makes the next time now. What it throws is logged. */
export function repeated(everyMs: number, work: () => Promise<void>): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAsked = false;
  let isStopped = false;

  function start(): void {
    clearTimeout(timer);
    isAsked = false;
    running = work()
      .catch((error: unknown) =>
        log().warn({ err: error }, 'the worker could not do its round; it tries again'),
      )
      .finally(() => {
        running = undefined;
        if (isStopped) return;
        if (isAsked) start();
        else timer = setTimeout(start, everyMs);
      });
  }

  return {
    soon() {
      if (isStopped) return;
      if (running) isAsked = true;
      else start();
    },
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
