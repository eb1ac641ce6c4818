import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { FieldsCatalogue } from '@/lib/facts/schema';
import type { RuleSetHealth } from '@/lib/recommendations/health/schema';
import type { RuleSetPage, RuleSetView } from '@/lib/recommendations/rule-sets.schema';
import type {
  CreateRuleSetInput,
  DeletedDraft,
  DraftView,
  MovedDraft,
  PublishedVersion,
  RuleVersionText,
  RuleVersionView,
} from '@/lib/rules/editing/schema';
import type { Comparison, Taken, TakenFile, TakenResult } from '@/lib/rules/files/schema';
import type { ExportedRules, ImportedRules, ImportRulesInput } from '@/lib/rules/jre/schema';
import type { ValidateResult } from '@/lib/rules/schema';
import type { JsonSchema } from './file-shape';
import { RULES_SORT, type RulesUrl } from './url';

const LATER = 15_000;
const FIELDS_STAY = 300_000;
const apiOf = (slug: string) => `/api/rule-sets/${encodeURIComponent(slug)}`;

export const ruleSetsQuery = (url: RulesUrl) =>
  queryOptions({
    queryKey: ['rule-sets', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<RuleSetView>>(withQuery('/api/rule-sets', { ...url, sort: url.sort ?? RULES_SORT }), {
        signal,
      }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

/** Asked again and again while it is open: that is how one hears of a version that somebody else has published. */
export const ruleSetQuery = (slug: string) =>
  queryOptions({
    queryKey: ['rule-sets', 'one', slug],
    queryFn: ({ signal }) => request<RuleSetPage>(apiOf(slug), { signal }),
    refetchInterval: LATER,
  });

export const versionsQuery = (slug: string, cursor: string | null) =>
  queryOptions({
    queryKey: ['rule-sets', 'versions', slug, cursor],
    queryFn: ({ signal }) =>
      request<Page<RuleVersionView>>(withQuery(`${apiOf(slug)}/versions`, { cursor, limit: 20 }), { signal }),
    placeholderData: keepPreviousData,
  });

/** A published text never changes. */
export const versionQuery = (slug: string, version: number) =>
  queryOptions({
    queryKey: ['rule-sets', 'version', slug, version],
    queryFn: ({ signal }) => request<RuleVersionText>(`${apiOf(slug)}/versions/${version}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The same version as a document of json-rules-engine, and what of it cannot be said there. */
export const exportedQuery = (slug: string, version: number) =>
  queryOptions({
    queryKey: ['rule-sets', 'json-rules-engine', slug, version],
    queryFn: ({ signal }) =>
      request<ExportedRules>(`${apiOf(slug)}/versions/${version}/json-rules-engine`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What generations and people make of its rules. */
export const ruleSetHealthQuery = (slug: string) =>
  queryOptions({
    queryKey: ['rule-sets', 'health', slug],
    queryFn: ({ signal }) => request<RuleSetHealth>(`${apiOf(slug)}/health`, { signal }),
    staleTime: LATER,
  });

/** What the server says of a text: it is the one that judges. The last answer stays until the next one comes. */
export const validationQuery = (slug: string, yaml: string) =>
  queryOptions({
    queryKey: ['rule-sets', 'validation', slug, yaml],
    queryFn: ({ signal }) =>
      request<ValidateResult>('/api/rules/validate', { json: { yaml, named: slug }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
  });

/** The shape of a rule file; it changes with a version of Evenkeel. */
export const ruleFileSchemaQuery = queryOptions({
  queryKey: ['rule-sets', 'file-schema'],
  queryFn: ({ signal }) => request<JsonSchema>('/api/rules/schema', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The fields that rules of a domain may read. */
export const fieldsQuery = (domain: string) =>
  queryOptions({
    queryKey: ['rule-sets', 'fields', domain],
    queryFn: ({ signal }) => request<FieldsCatalogue>(withQuery('/api/rules/fields', { domain }), { signal }),
    staleTime: FIELDS_STAY,
  });

export const exportRuleSets = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: RulesUrl) =>
    download(withQuery('/api/rule-sets', filter), 'rule-sets.csv'),
});

const refresh = (client: QueryClient) => () =>
  client.invalidateQueries({
    queryKey: ['rule-sets'],
    predicate: ({ queryKey }) => queryKey[1] !== 'validation',
  });

export const createRuleSet = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (json: CreateRuleSetInput) =>
      request<{ slug: string; draft: DraftView }>('/api/rule-sets', { json }),
    onSuccess: refresh(client),
  });

/** A document of json-rules-engine as the text of a set. Nothing is kept of it there. */
export const readDocument = mutationOptions({
  mutationFn: (json: ImportRulesInput) => request<ImportedRules>('/api/rules/import', { json }),
});

type DraftSave = { number: number | null; revision: number; baseVersion: number; yaml: string };

/** Saves a draft, or begins one where there is none yet. */
export function sendDraft(
  slug: string,
  { number, revision, baseVersion, yaml }: DraftSave,
): Promise<DraftView> {
  if (number === null) return request(`${apiOf(slug)}/drafts`, { json: { baseVersion, yaml } });
  return request(`${apiOf(slug)}/drafts/${number}`, { method: 'PUT', json: { revision, yaml } });
}

type OfDraft = { slug: string; number: number; revision: number };
const draftOf = ({ slug, number }: OfDraft) => `${apiOf(slug)}/drafts/${number}`;

export const moveDraft = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ revision, ...draft }: OfDraft) =>
      request<MovedDraft>(`${draftOf({ ...draft, revision })}/move`, { json: { revision } }),
    onSettled: refresh(client),
  });

export const publishDraft = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ slug, number, revision, ...said }: OfDraft & { note: string; overrideReason?: string }) =>
      request<PublishedVersion>(`${draftOf({ slug, number, revision })}/publish`, {
        json: { revision, ...said },
      }),
    onSettled: refresh(client),
  });

export const removeDraft = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (draft: OfDraft) =>
      request<DeletedDraft>(withQuery(draftOf(draft), { revision: draft.revision }), { method: 'DELETE' }),
    // A set that is gone with its only draft is not read again by the page that is just being left.
    onSettled: (deleted, _error, { slug }) =>
      client.invalidateQueries({
        queryKey: ['rule-sets'],
        predicate: ({ queryKey }) =>
          queryKey[1] !== 'validation' && !(deleted?.isSetDeleted && queryKey.includes(slug)),
      }),
  });

export const switchRuleSet = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ slug, enabled }: { slug: string; enabled: boolean }) =>
      request<{ enabled: boolean }>(`${apiOf(slug)}/${enabled ? 'enable' : 'disable'}`, { json: {} }),
    onSettled: refresh(client),
  });

/** A draft on the current version that says what an older one said. */
export const editFromVersion = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async ({
      slug,
      version,
      baseVersion,
    }: {
      slug: string;
      version: number;
      baseVersion: number;
    }) => {
      const { yaml } = await client.fetchQuery(versionQuery(slug, version));
      return sendDraft(slug, { number: null, revision: 0, baseVersion, yaml });
    },
    onSettled: refresh(client),
  });

/** A draft on the current version with a text that is at hand. */
export const startDraft = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ slug, ...draft }: { slug: string; baseVersion: number; yaml: string }) =>
      sendDraft(slug, { ...draft, number: null, revision: 0 }),
    onSettled: refresh(client),
  });

/** A file that was chosen or dropped, or a folder on the server. Nothing is kept of it there. */
export const compareFiles = mutationOptions({
  mutationFn: (wish: { upload: File } | { folder: string }) =>
    'folder' in wish
      ? request<Comparison>('/api/rule-sets/import/folder', { json: wish })
      : request<Comparison>(withQuery('/api/rule-sets/import/compare', { file: wish.upload.name }), {
          file: wish.upload,
        }),
});

const AT_ONCE = 10; // files a call: each is checked by itself, and one sees how far it is

type Taking = {
  files: TakenFile[];
  note: string;
  publish: boolean;
  onResults: (results: TakenResult[]) => void;
};

/** What becomes of the files is told as they are taken, also where the rest cannot be sent any more. */
export const takeFiles = (client: QueryClient) =>
  mutationOptions({
    mutationFn: async ({ files, note, publish, onResults }: Taking) => {
      for (let at = 0; at < files.length; at += AT_ONCE) {
        const json = { files: files.slice(at, at + AT_ONCE), note, publish };
        onResults((await request<Taken>('/api/rule-sets/import', { json })).results);
      }
    },
    onSettled: refresh(client),
  });

type Restore = {
  slug: string;
  version: number;
  currentVersion: number;
  note: string;
  overrideReason?: string;
};

/** An older version, published again as the next one. */
export const restoreVersion = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ slug, version, ...json }: Restore) =>
      request<PublishedVersion>(`${apiOf(slug)}/versions/${version}/restore`, { json }),
    onSettled: refresh(client),
  });
