'use client';

import { useQuery } from '@tanstack/react-query';
import type { SetValues } from 'nuqs';
import { DayRangeFields } from '@/components/ui/day-range';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { auditChoicesQuery, exportAudit } from './queries';
import { type AuditUrl, auditUrl } from './url';
import { ACTOR_KINDS, actionWords, kindWords } from './words';

const KIND_OPTIONS = Object.entries(ACTOR_KINDS).map(([value, { plural }]) => ({ value, label: plural }));

type AuditFiltersProps = {
  url: AuditUrl;
  setUrl: SetValues<typeof auditUrl>;
  isFiltered: boolean;
  actorName: string | null; // of the one that the URL names by id
};

export function AuditFilters({ url, setUrl, isFiltered, actorName }: AuditFiltersProps) {
  const { data: choices } = useQuery(auditChoicesQuery());
  const set = (change: Partial<AuditUrl>) => void setUrl({ ...change, cursor: null });
  const actors = choices?.actors.map(({ name }) => ({ value: name, label: name })) ?? [];
  return (
    <FilterBar
      q={url.q}
      onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
      placeholder="Name, action, id or address"
      isFiltered={isFiltered}
      onClear={() => void setUrl(null)}
      actions={<ExportButton options={exportAudit} filter={url} />}
    >
      <FilterSelect
        label="Who"
        value={url.actor}
        options={withChosen(actors, url.actor, actorName)}
        onChange={(actor) => set({ actor })}
      />
      <FilterSelect
        label="By"
        value={url.actorKind}
        options={KIND_OPTIONS}
        onChange={(kind) => set({ actorKind: auditUrl.actorKind.parse(kind ?? '') })}
      />
      <FilterSelect
        label="What"
        value={url.action}
        options={withChosen(optionsOf(choices?.actions, actionWords), url.action, null)}
        onChange={(action) => set({ action })}
      />
      <FilterSelect
        label="To what"
        value={url.subjectKind}
        options={withChosen(optionsOf(choices?.subjectKinds, kindWords), url.subjectKind, null)}
        onChange={(subjectKind) => set({ subjectKind, subjectId: null })}
      />
      {url.subjectId === null ? null : (
        <FilterSelect
          label="Id"
          value={url.subjectId}
          options={[{ value: url.subjectId, label: url.subjectId }]}
          onChange={(subjectId) => set({ subjectId })}
        />
      )}
      <DayRangeFields range={url} onRange={set} />
    </FilterBar>
  );
}

type Option = { value: string; label: string };

function optionsOf(values: string[] | undefined, words: (value: string) => string): Option[] {
  return (values ?? []).map((value) => ({ value, label: words(value) }));
}

/** What the URL says stands in the field, also where it is no choice: an id that another page named. */
function withChosen(options: Option[], chosen: string | null, name: string | null): Option[] {
  if (chosen === null || options.some(({ value }) => value === chosen)) return options;
  return [{ value: chosen, label: name ?? chosen }, ...options];
}
