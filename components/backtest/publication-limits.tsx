'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Field, Textarea } from '@/components/ui/field';
import { RequestError } from '@/components/ui/request';
import { backtestQuery, backtestsQuery, hrefOfBacktest } from './queries';
import { counted, percent } from './states';

type OfDraft = { slug: string; number: number | null; revision: number; againstVersion: number };

/** What the newest backtest of the text in hand says, beside the limits that the text declares. */
export function LatestBacktest({ slug, number, revision, againstVersion }: OfDraft) {
  const { data: page } = useQuery(backtestsQuery(slug, null));
  const latest = page?.items.find(
    (one) =>
      one.state === 'done' &&
      one.draftNumber === number &&
      one.draftRevision === revision &&
      one.againstVersion === againstVersion,
  );
  if (!page) return null;
  if (!latest) return <p className="text-muted">This text was not backtested against what is published.</p>;
  return <Told slug={slug} id={latest.id} />;
}

function Told({ slug, id }: { slug: string; id: string }) {
  const { data: backtest } = useQuery(backtestQuery(slug, id));
  if (!backtest?.summary) return null;
  const { limits, summary } = backtest;
  const allowed = [
    ...(limits.newTickets === undefined ? [] : [counted(limits.newTickets, 'new ticket')]),
    ...(limits.share === undefined ? [] : [percent(limits.share)]),
  ];
  return (
    <p>
      <Link href={hrefOfBacktest(slug, id)} className="text-accent hover:underline">
        The latest backtest
      </Link>{' '}
      of this text: {counted(summary.newTickets, 'new ticket')}, {percent(summary.share)} of{' '}
      {counted(summary.resources, 'resource')}.{' '}
      {allowed.length === 0 ? 'The set declares no limits.' : `The set allows ${allowed.join(' and ')}.`}
    </p>
  );
}

/** Asked for only once the set's own limits stood against it. */
export function OverrideReason({ error }: { error: Error | null }) {
  const isAboutLimits = error instanceof RequestError && error.errors.some(({ path }) => path === 'limits');
  if (!isAboutLimits) return null;
  return (
    <Field
      label="Why it is published over the limits"
      hint="For administrators. It stands with the version and in the audit log."
    >
      {(wiring) => <Textarea {...wiring} name="overrideReason" required minLength={3} maxLength={500} />}
    </Field>
  );
}
