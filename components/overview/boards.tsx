import Link from 'next/link';
import { Money } from '@/components/ui/money';
import { ScrollBox } from '@/components/ui/scroll-box';
import type { Overview } from '@/lib/recommendations/schema';

/** What each owner has on the board. */
export function Boards({ boards }: { boards: Overview['boards'] }) {
  if (boards.length === 0) return <p className="text-muted">Nobody has anything open.</p>;
  return (
    <ScrollBox label="Boards, scrolls sideways" className="rounded-base border bg-surface">
      <table aria-label="Boards" className="w-full">
        <thead>
          <tr className="text-right text-meta text-faint [&>th]:h-8 [&>th]:border-b [&>th]:px-3 [&>th]:font-normal">
            <th scope="col" className="text-left">
              Owner
            </th>
            <th scope="col">Open</th>
            <th scope="col">In progress</th>
            <th scope="col" className="max-sm:hidden">
              Closed
            </th>
            <th scope="col">Saving /mo</th>
          </tr>
        </thead>
        <tbody>
          {boards.map((board) => (
            <tr
              key={`${board.owner}:${board.currency}`}
              className="text-right tabular-nums hover:bg-hover [&>*]:h-9 [&>*]:px-3 [&:not(:last-child)>*]:border-b"
            >
              <th scope="row" className="truncate text-left font-normal">
                <Link
                  href={`/recommendations?owner=${encodeURIComponent(board.owner ?? '')}`}
                  className="hover:text-accent hover:underline"
                >
                  {board.owner ?? 'Unowned'}
                </Link>
              </th>
              <td>{board.open}</td>
              <td>{board.inProgress}</td>
              <td className="max-sm:hidden">{board.closed}</td>
              <td>
                {board.currency === null ? (
                  <Money amount={null} unknown="no saving is known" />
                ) : (
                  <Link
                    href={`/recommendations?status=open&status=in_progress&owner=${encodeURIComponent(board.owner ?? '')}&currency=${board.currency}`}
                    className="hover:text-accent hover:underline"
                  >
                    <Money amount={board.savings} currency={board.currency} />
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
