'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ExternalLink, TicketPlus, Undo2 } from 'lucide-react';
import Link from 'next/link';
import { ExemptFinding } from '@/components/exemptions/exempt-finding';
import { Button } from '@/components/ui/button';
import { Problem } from '@/components/ui/problem';
import type { RecommendationDetail } from '@/lib/recommendations/schema';
import { AdoptIssue } from './adopt-issue';
import { DismissOne } from './dismiss';
import { renewTicket, reopenRecommendation } from './queries';
import { isDismissable, mayHaveTicket } from './states';

type RecommendationActionsProps = { found: RecommendationDetail; mayAct: boolean };

/** The way to its ticket, and what a person can decide. */
export function RecommendationActions({ found, mayAct }: RecommendationActionsProps) {
  return (
    <div className="mt-4 flex flex-wrap gap-2 empty:hidden">
      {found.ticketId ? (
        <Button asChild>
          <Link href={`/tickets/${found.ticketId}`}>
            {found.ticketKey}: {found.ticketStatus}
          </Link>
        </Button>
      ) : null}
      {found.ticketUrl ? (
        <Button asChild look="quiet">
          <a href={found.ticketUrl} target="_blank" rel="noreferrer">
            <ExternalLink aria-hidden /> Open in Jira
          </a>
        </Button>
      ) : null}
      {mayAct ? <Decisions found={found} /> : null}
    </div>
  );
}

function Decisions({ found }: { found: RecommendationDetail }) {
  const client = useQueryClient();
  const reopen = useMutation(reopenRecommendation(client));
  const renew = useMutation(renewTicket(client));
  const hasLostTicket = found.ticketId === null && found.needsPerson !== null && found.status === 'open';
  const error = reopen.error ?? renew.error;
  return (
    <>
      {hasLostTicket ? (
        <Button onClick={() => renew.mutate(found.id)} disabled={renew.isPending}>
          <TicketPlus aria-hidden /> Open another ticket
        </Button>
      ) : null}
      {mayHaveTicket(found) ? <AdoptIssue id={found.id} /> : null}
      {isDismissable(found) ? <DismissOne id={found.id} /> : null}
      {isDismissable(found) ? <ExemptFinding found={found} /> : null}
      {found.status === 'dismissed' ? (
        <Button onClick={() => reopen.mutate(found.id)} disabled={reopen.isPending}>
          <Undo2 aria-hidden /> Reopen
        </Button>
      ) : null}
      {error ? <Problem error={error} /> : null}
    </>
  );
}
