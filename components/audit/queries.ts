import { keepPreviousData, mutationOptions, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { AuditChoices, AuditView } from '@/lib/people/audit.schema';
import { AUDIT_SORT, type AuditUrl } from './url';

export const auditQuery = (url: AuditUrl) =>
  queryOptions({
    queryKey: ['audit', 'list', url],
    queryFn: ({ signal }) =>
      request<Page<AuditView>>(withQuery('/api/audit', { ...url, sort: url.sort ?? AUDIT_SORT }), { signal }),
    refetchInterval: 15_000,
    placeholderData: keepPreviousData,
  });

/** What is written stays as it is: it is read once. */
export const auditEventQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'one', id],
    queryFn: ({ signal }) => request<AuditView>(`/api/audit/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const auditChoicesQuery = () =>
  queryOptions({
    queryKey: ['audit', 'choices'],
    queryFn: ({ signal }) => request<AuditChoices>('/api/audit/choices', { signal }),
  });

/** The last events that a user did, or that were done to one. */
export const auditOfQuery = (filter: { actor: string } | { subjectKind: string; subjectId: string }) =>
  queryOptions({
    queryKey: ['audit', 'of', filter],
    queryFn: ({ signal }) =>
      request<Page<AuditView>>(withQuery('/api/audit', { ...filter, limit: 5 }), { signal }),
  });

export const exportAudit = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: AuditUrl) => download(withQuery('/api/audit', filter), 'audit.csv'),
});
