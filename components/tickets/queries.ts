import { keepPreviousData, mutationOptions, type QueryClient, queryOptions } from '@tanstack/react-query';
import { download, type Page, request, withQuery } from '@/components/ui/request';
import type { EffectDetail, EffectView } from '@/lib/effects/schema';
import type { TicketMapView } from '@/lib/recommendations/schema';
import type { EffectAnswer, TicketDetail, TicketsSummary } from '@/lib/tickets/schema';
import type { EffectsUrl, TicketsUrl } from './url';

const SOON = 4_000;
const LATER = 15_000;
const MOVING = new Set(['sending', 'uncertain']);

export const ticketsQuery = (url: TicketsUrl) =>
  queryOptions({
    queryKey: ['tickets', 'list', url],
    queryFn: ({ signal }) => request<Page<TicketMapView>>(withQuery('/api/tickets', url), { signal }),
    refetchInterval: LATER,
    placeholderData: keepPreviousData,
  });

export const ticketQuery = (id: string) =>
  queryOptions({
    queryKey: ['tickets', 'one', id],
    queryFn: ({ signal }) => request<TicketDetail>(`/api/tickets/${id}`, { signal }),
    refetchInterval: LATER,
  });

export const ticketsSummaryQuery = () =>
  queryOptions({
    queryKey: ['tickets', 'summary'],
    queryFn: ({ signal }) => request<TicketsSummary>('/api/tickets/summary', { signal }),
    refetchInterval: LATER,
  });

export const effectsQuery = (url: EffectsUrl) =>
  queryOptions({
    queryKey: ['effects', 'list', url],
    queryFn: ({ signal }) => request<Page<EffectView>>(withQuery('/api/effects', url), { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((one) => MOVING.has(one.state)) ? SOON : LATER),
    placeholderData: keepPreviousData,
  });

export const effectQuery = (id: string) =>
  queryOptions({
    queryKey: ['effects', 'one', id],
    queryFn: ({ signal }) => request<EffectDetail>(`/api/effects/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && MOVING.has(state.data.state) ? SOON : LATER),
  });

const changesTickets = (client: QueryClient) => async () => {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['effects'] }),
    client.invalidateQueries({ queryKey: ['tickets'] }),
  ]);
};

export const answerEffect = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, answer }: { id: string; answer: EffectAnswer }) =>
      request(`/api/effects/${id}/answer`, { json: answer }),
    onSettled: changesTickets(client),
  });

export const relinkTicket = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, issueKey }: { id: string; issueKey: string }) =>
      request(`/api/tickets/${id}/relink`, { json: { issueKey } }),
    onSettled: changesTickets(client),
  });

export const exportTickets = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: TicketsUrl) =>
    download(withQuery('/api/tickets', filter), 'tickets.csv'),
});

export const exportEffects = mutationOptions({
  mutationFn: ({ cursor: _, ...filter }: EffectsUrl) =>
    download(withQuery('/api/effects', filter), 'effects.csv'),
});
