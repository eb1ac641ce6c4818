/** A browser without a screen: keeps the cookies of each host and shows every redirect to whoever drives it. */
export class Visitor {
  readonly #cookies = new Map<string, Map<string, string>>();

  async get(url: string): Promise<Response> {
    return this.#send(url, { method: 'GET' });
  }

  async post(url: string, form: Record<string, string>): Promise<Response> {
    return this.#send(url, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Follows redirects until a page answers, or `until` says to stop before one. Returns where it stands. */
  async follow(url: string, until: (url: string) => boolean = () => false): Promise<string> {
    let at = url;
    for (let step = 0; step < 20; step += 1) {
      if (until(at)) return at;
      const location = (await this.get(at)).headers.get('location');
      if (location === null) return at;
      at = new URL(location, at).toString();
    }
    throw new Error(`too many redirects, the last to ${at}`);
  }

  async #send(url: string, init: RequestInit): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(jar, line);
    return response;
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  const isGone = value === '' || /max-age=0\b|expires=thu, 01 jan 1970/i.test(line);
  if (isGone) jar.delete(name);
  else jar.set(name, value);
}
