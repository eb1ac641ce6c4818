import { AppError } from '@/lib/core/errors';

/** The levers of the sandbox's Jira: its clock and its people. */
export class JiraControl {
  constructor(private readonly url: string) {}

  setClock(at: Date): Promise<void> {
    return this.call('PUT', '/sandbox/clock', { at: at.toISOString() });
  }

  clearClock(): Promise<void> {
    return this.call('DELETE', '/sandbox/clock');
  }

  movePeople(moves: number): Promise<void> {
    return this.call('POST', '/sandbox/people/step', { moves });
  }

  setPace(perHour: number): Promise<void> {
    return this.call('PUT', '/sandbox/people', { perHour });
  }

  private async call(method: string, path: string, body?: object): Promise<void> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok)
      throw new AppError(
        'internal',
        `the sandbox answered ${answer.status} to ${path}: ${await answer.text()}`,
      );
  }
}
