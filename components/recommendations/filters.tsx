'use client';

import type { SetValues } from 'nuqs';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import type { RecommendationChoices } from '@/lib/recommendations/schema';
import { actionWords, STATUS_LOOKS } from './states';
import { type RecommendationsUrl, type recommendationsUrl, stateChoiceOf, statusOfChoice } from './url';

const STATES = [
  { value: 'work', label: 'State: open work' },
  { value: 'open,in_progress', label: 'Open or in progress' },
  ...Object.entries(STATUS_LOOKS).map(([value, { word }]) => ({ value, label: word })),
];
const DOMAINS = [
  { value: 'finops', label: 'FinOps' },
  { value: 'quality', label: 'Data quality' },
] as const;
const FLAGS = [
  { value: 'needsPerson:true', label: 'Needs a person' },
  { value: 'isRegressed:true', label: 'Regressed' },
  { value: 'isCovered:false', label: 'Not covered' },
  { value: 'isAtStake:true', label: 'At stake, not counted' },
  { value: 'isWaiting:true', label: 'Cost of waiting' },
  { value: 'hasTicket:false', label: 'No ticket' },
  { value: 'hasTicket:true', label: 'Has a ticket' },
];
/** In the URL it is `owner=`; a list to choose from has that for “any”. */
const UNOWNED = '(unowned)';
const NO_FLAGS = {
  needsPerson: null,
  isRegressed: null,
  isCovered: null,
  isAtStake: null,
  isWaiting: null,
  hasTicket: null,
};

type RecommendationFiltersProps = {
  url: RecommendationsUrl;
  setUrl: SetValues<typeof recommendationsUrl>;
  choices: RecommendationChoices;
  isFiltered: boolean;
};

type Choice = RecommendationChoices['owner'][number];
const optionsOf = (choices: Choice[], words = (label: string) => label) =>
  choices.map(({ value, label, count }) => ({ value, label: `${words(label)} (${count})` }));

export function RecommendationFilters({ url, setUrl, choices, isFiltered }: RecommendationFiltersProps) {
  const set = (change: Partial<RecommendationsUrl>) => void setUrl({ ...change, cursor: null });
  const flag = FLAGS.find(({ value }) => isSet(url, value))?.value ?? null;
  return (
    <FilterBar
      q={url.q}
      onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
      placeholder="Resource, owner or ticket"
      isFiltered={isFiltered}
      onClear={() => void setUrl(null)}
    >
      <FilterSelect
        label="State"
        value={stateChoiceOf(url.status)}
        options={STATES}
        onChange={(choice) => set({ status: statusOfChoice(choice) })}
      />
      <FilterSelect
        label="Action"
        value={url.action}
        options={optionsOf(choices.action, actionWords)}
        onChange={(action) => set({ action })}
      />
      <FilterSelect
        label="Owner"
        value={url.owner === '' ? UNOWNED : url.owner}
        options={[{ value: UNOWNED, label: 'Unowned' }, ...optionsOf(choices.owner)]}
        onChange={(owner) => set({ owner: owner === UNOWNED ? '' : owner })}
      />
      <FilterSelect
        label="Account"
        value={url.account}
        options={optionsOf(choices.account)}
        onChange={(account) => set({ account })}
      />
      <FilterSelect
        label="Domain"
        value={url.domain}
        options={[...DOMAINS]}
        onChange={(domain) => set({ domain: DOMAINS.find(({ value }) => value === domain)?.value ?? null })}
      />
      <FilterSelect
        label="Rule set"
        value={url.set}
        options={optionsOf(choices.set)}
        onChange={(next) => set({ set: next })}
      />
      <FilterSelect
        label="Only"
        value={flag}
        options={FLAGS}
        onChange={(next) => set({ ...NO_FLAGS, ...flagOf(next) })}
      />
    </FilterBar>
  );
}

function isSet(url: RecommendationsUrl, value: string): boolean {
  return Object.entries(flagOf(value)).some(([name, wanted]) =>
    Object.entries(url).some(([field, held]) => field === name && held === wanted),
  );
}

function flagOf(value: string | null): Partial<typeof NO_FLAGS | Record<string, boolean>> {
  const [name, wanted] = value?.split(':') ?? [];
  return name ? { [name]: wanted === 'true' } : {};
}
