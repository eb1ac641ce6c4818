import { Agent, request } from 'node:http';
import { generator, hash } from '@/lib/sandbox/random';
import { type Post, postsOf } from './posts';

/**
 * A CMS that posts once and never again: many keys at once, each key's posts one after the other, so that their order is
 * known. What is not answered may have arrived or not.
 */
const LANES = 24;

export type Posted = {
  sent: number;
  acknowledged: { id: string; key: number; at: number }[]; // `at` counts the posts of its key
  refused: number;
  unanswered: number;
};

type Given = {
  base: string;
  path: string;
  seed: number;
  size: { deliveries: number; records: number };
  say: (line: string) => void;
};

export async function postAll({ base, path, seed, size, say }: Given): Promise<Posted> {
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const url = new URL(path, base);
  const each = Math.ceil(size.deliveries / size.records);
  const posted: Posted = { sent: 0, acknowledged: [], refused: 0, unanswered: 0 };
  let toldAt = 0;
  const lane = async (first: number) => {
    const keys = keysOf(first, size.records);
    const posts = keys.map((key) => postsOf(key, each, generator(hash(seed, key))));
    for (let at = 0; at < each; at += 1) {
      for (const post of posts.map((own) => own[at])) {
        if (post) await postOne(agent, url, post, at, posted);
        if (posted.sent - toldAt < size.deliveries / 10) continue;
        toldAt = posted.sent;
        say(`${posted.sent} posted, ${posted.unanswered} unanswered`);
      }
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index + 1)));
  agent.destroy();
  return posted;
}

function keysOf(first: number, records: number): number[] {
  const keys: number[] = [];
  for (let key = first; key <= records; key += LANES) keys.push(key);
  return keys;
}

async function postOne(agent: Agent, url: URL, post: Post, at: number, posted: Posted): Promise<void> {
  posted.sent += 1;
  const answer = await send(agent, url, post.body);
  if (answer === null) posted.unanswered += 1;
  else if (answer.status === 202) posted.acknowledged.push({ id: answer.id, key: post.key, at });
  else if (answer.status < 500) posted.refused += 1;
  else posted.unanswered += 1;
}

type Answer = { status: number; id: string };

/** Null where nothing came back: the server went away, or was not there. */
function send(agent: Agent, url: URL, body: string): Promise<Answer | null> {
  return new Promise((done) => {
    const call = request(
      url,
      { agent, method: 'POST', headers: { 'content-type': 'application/json' }, timeout: 30_000 },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => done({ status: answer.statusCode ?? 0, id: idIn(text) }));
        answer.on('error', () => done(null));
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => setTimeout(() => done(null), 20)); // a server that is down is not hammered
    call.end(body);
  });
}

function idIn(text: string): string {
  return /"deliveryId":"(\d+)"/.exec(text)?.[1] ?? '';
}
