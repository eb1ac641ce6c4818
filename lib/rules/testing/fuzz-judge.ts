import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { Garbage, Judged } from './fuzz-process';

const CEILING_MS = 10_000; // for hangs only: an input takes a few milliseconds
const START_MS = 60_000;

/** Has garbage judged in a process of its own, which is killed when it does not answer, and made anew when it is gone. */
export class FuzzJudge {
  private child: ChildProcess | undefined;

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** What should not have happened; nothing when all is well. */
  async judge(garbage: Garbage, ceiling = CEILING_MS): Promise<string | null> {
    if (!this.child || this.child.killed || this.child.exitCode !== null) this.child = await start();
    const answer = answerOf(this.child, ceiling);
    this.child.send(garbage);
    return (await answer).fault;
  }

  end(): void {
    this.child?.kill('SIGKILL');
  }
}

async function start(): Promise<ChildProcess> {
  const started = fork(join(process.cwd(), 'lib/rules/testing/fuzz-process.ts'), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  await answerOf(started, START_MS);
  return started;
}

function answerOf(from: ChildProcess, ceiling: number): Promise<Judged> {
  return new Promise((resolve) => {
    const settle = (fault: string | null) => {
      clearTimeout(timer);
      from.off('message', onMessage);
      from.off('exit', onExit);
      resolve({ fault });
    };
    const onMessage = (answer: Judged) => settle(answer.fault);
    const onExit = (code: number | null, signal: string | null) =>
      settle(`the process ended: ${signal ?? code}`);
    const timer = setTimeout(() => {
      from.kill('SIGKILL');
      settle(`no answer within ${ceiling} ms`);
    }, ceiling);
    from.once('message', onMessage);
    from.once('exit', onExit);
  });
}
