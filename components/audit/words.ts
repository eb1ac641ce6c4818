import { Bot, KeyRound, type LucideIcon, User } from 'lucide-react';
import { own } from '@/lib/core/own.schema';
import type { ActorKind, AuditView } from '@/lib/people/audit.schema';

export const ACTOR_KINDS: Record<ActorKind, { word: string; plural: string; icon: LucideIcon }> = {
  user: { word: 'Person', plural: 'People', icon: User },
  token: { word: 'API token', plural: 'API tokens', icon: KeyRound },
  system: { word: 'Evenkeel itself', plural: 'Evenkeel itself', icon: Bot },
};

/** Where "<noun>.<deed>" does not read as a sentence by itself. */
const SAID: Record<string, string> = {
  'session.started': 'Signed in',
  'session.refused': 'Sign-in refused',
  'session.ended': 'Session ended',
  'effect.answered': 'Uncertain change answered',
  'schedule.set': 'Schedule changed',
  'token.preset': 'Token taken from the environment',
  'sync.listening_began': 'Trigger made in the library',
  'sync.listening_ended': 'Trigger taken out of the library',
  'drift.looked_at': 'Exception ended',
  'sender.stale_settled': 'Possible loss looked after',
};

/** "run.job_retried" → "Run job retried". */
export function actionWords(action: string): string {
  return own(SAID, action) ?? sentence(action);
}

/** "rule_set" → "Rule set". */
export function kindWords(kind: string): string {
  return sentence(kind);
}

function sentence(name: string): string {
  const words = name.replaceAll(/[._]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const PAGES: Record<string, (id: string) => string> = {
  exemption: (id) => `/exemptions/${id}`,
  connection: (id) => `/settings/connections/${id}`,
  delivery: (id) => `/deliveries/${id}`,
  effect: (id) => `/tickets/effects/${id}`,
  quarantined_change: (id) => `/quarantine/${id}`,
  recommendation: (id) => `/recommendations/${id}`,
  run: (id) => `/runs/${id}`,
  sender: (id) => `/settings/connections/${id}`,
  source: (id) => `/sources/${id}`,
  ticket: (id) => `/tickets/${id}`,
  token: (id) => `/settings/tokens/${id}`,
  user: (id) => `/settings/users/${id}`,
};

const RECORD_ID = /^(\d{1,18}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** The page of what an event is about, where it has one of its own. */
export function pageOfSubject({ subjectKind, subjectId, after }: AuditView): string | null {
  const sourceId = textIn(after, 'sourceId');
  if (subjectKind === 'import' && sourceId) return PAGES.source?.(sourceId) ?? null;
  const slug = textIn(after, 'slug');
  if (subjectKind === 'sync_definition') return slug ? `/syncs/${slug}` : null;
  const page = Object.hasOwn(PAGES, subjectKind) ? PAGES[subjectKind] : undefined;
  return page && RECORD_ID.test(subjectId) ? page(subjectId) : null;
}

const NAMES = ['name', 'title', 'email', 'graph', 'key', 'slug', 'fileName'];

/** What it was called at the time, as far as the event tells; else its id, whose beginning does for a long one. */
export function nameOfSubject({ before, after, actorId, actorName, subjectId }: AuditView): string {
  if (subjectId === actorId) return actorName;
  const named = [after, before].flatMap((values) => NAMES.map((name) => textIn(values, name)));
  const first = named.find((name) => name !== null);
  return first ?? (/^[0-9a-f]{8}-/.test(subjectId) ? subjectId.slice(0, 8) : subjectId);
}

function textIn(values: AuditView['after'], field: string): string | null {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return null;
  const value = Object.hasOwn(values, field) ? values[field] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}
