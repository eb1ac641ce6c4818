import Link from 'next/link';
import type { AuditView } from '@/lib/people/audit.schema';
import { kindWords, nameOfSubject, pageOfSubject } from './words';

/** What it was done to, with the way there where it has a page. */
export function Subject({ event }: { event: AuditView }) {
  const page = pageOfSubject(event);
  const name = nameOfSubject(event);
  return (
    <>
      <span className="text-muted">{kindWords(event.subjectKind)}</span>{' '}
      {page ? (
        <Link
          href={page}
          className="text-accent underline decoration-1 underline-offset-2"
          title={event.subjectId}
        >
          {name}
        </Link>
      ) : (
        <span title={event.subjectId}>{name}</span>
      )}
    </>
  );
}
