import clsx from 'clsx';
import Link from 'next/link';

type PageLinksProps<Id extends string> = {
  label: string;
  pages: readonly { id: Id; href: string; name: string }[];
  here: Id;
};

/** The way between the pages of one area, beside their common title. */
export function PageLinks<Id extends string>({ label, pages, here }: PageLinksProps<Id>) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1">
      {pages.map(({ id, href, name }) => (
        <Link
          key={id}
          href={href}
          aria-current={id === here ? 'page' : undefined}
          className={clsx(
            'rounded-base px-2 py-1',
            id === here ? 'bg-accent-soft font-semibold text-ink' : 'hover:bg-hover',
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
