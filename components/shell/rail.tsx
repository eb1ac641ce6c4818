'use client';

import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { SearchButton } from '@/components/palette/search-button';
import type { Viewer } from '@/lib/people/schema';
import { AREAS, type Area, isWithin, SETTINGS } from './areas';
import { type Badges, useBadges } from './badges';
import { UserMenu } from './user-menu';

type RailProps = { viewer: Viewer; onFollow?: () => void };

/** The way through the console, 208 px wide; on a phone it slides in. */
export function Rail({ viewer, onFollow }: RailProps) {
  const badges = useBadges();
  return (
    <>
      <Link
        href="/"
        className="flex h-14 items-center gap-2 px-4 text-section font-semibold"
        onClick={onFollow}
      >
        <Mark /> Evenkeel
      </Link>
      <SearchButton onOpen={onFollow} />
      <nav aria-label="Areas" className="flex-1 overflow-y-auto px-2">
        {AREAS.map(({ heading, areas }) => (
          <div key={heading ?? 'top'} className="mb-4">
            {heading ? <p className="px-2 pb-1 text-meta text-faint">{heading}</p> : null}
            <ul className="flex flex-col gap-px">
              {areas.map((area) => (
                <RailLink key={area.href} area={area} badges={badges} onFollow={onFollow} />
              ))}
            </ul>
          </div>
        ))}
      </nav>
      <div className="border-t p-2">
        <ul className="mb-1">
          <RailLink area={SETTINGS} badges={badges} onFollow={onFollow} />
        </ul>
        <UserMenu viewer={viewer} />
      </div>
    </>
  );
}

type RailLinkProps = { area: Area; badges: Badges; onFollow?: () => void };

function RailLink({ area, badges, onFollow }: RailLinkProps) {
  const isHere = isWithin(usePathname(), area.href);
  const waiting = area.badge ? badges[area.badge] : 0;
  const Icon = area.icon;
  return (
    <li>
      <Link
        href={area.href}
        onClick={onFollow}
        aria-current={isHere ? 'page' : undefined}
        className={clsx(
          'flex h-8 items-center gap-2 rounded-base px-2',
          isHere ? 'bg-accent-soft font-semibold text-ink' : 'text-muted hover:bg-hover hover:text-ink',
        )}
      >
        <Icon aria-hidden className={clsx('size-4', isHere && 'text-accent')} />
        <span className="flex-1">{area.name}</span>
        {waiting > 0 ? (
          <span
            title={`${waiting} need a person`}
            className="min-w-5 rounded-full bg-warn-soft px-1.5 text-center text-meta font-semibold text-warn tabular-nums"
          >
            {waiting > 99 ? '99+' : waiting}
            <span className="sr-only"> need a person</span>
          </span>
        ) : null}
      </Link>
    </li>
  );
}

export function Mark() {
  return (
    <svg aria-hidden="true" viewBox="0 0 32 32" className="size-5 shrink-0">
      <rect width="32" height="32" rx="6" fill="#1b55d0" />
      <path
        d="M6 14h20M9 18c2 5 4.5 7 7 7s5-2 7-7M16 14V6"
        fill="none"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
    </svg>
  );
}
