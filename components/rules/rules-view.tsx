'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/ui/empty-state';
import { ExportButton } from '@/components/ui/export-button';
import { FilterBar, FilterSelect } from '@/components/ui/filter-bar';
import { useListKeys } from '@/components/ui/list-keys';
import { commonCurrency } from '@/components/ui/money';
import { usePagesUrl } from '@/components/ui/pages-url';
import { PageHeader } from '@/components/ui/section';
import { UrlTable } from '@/components/ui/url-table';
import { SavedViews } from '@/components/views/saved-views';
import type { Role } from '@/lib/people/roles.schema';
import { ruleSetColumns } from './columns';
import { FilesButtons } from './files-buttons';
import { NeverFires } from './never-fires';
import { NewRuleSet } from './new-rule-set';
import { exportRuleSets, ruleSetsQuery } from './queries';
import { DOMAIN_WORDS, ORIGIN_WORDS, STATE_WORDS } from './states';
import { hrefOfRuleSet, RULES_SORT, rulesUrl } from './url';

const optionsOf = <Word extends string>(words: Record<Word, string>) =>
  Object.entries<string>(words).map(([value, label]) => ({ value, label }));

export function RulesView({ role }: { role: Role }) {
  const [url, setUrl] = useQueryStates(rulesUrl, { history: 'push' });
  const sets = useQuery(ruleSetsQuery(url));
  // An editor needs the room: a set opens as a page of its own.
  const pages = usePagesUrl(hrefOfRuleSet);
  useListKeys({});
  const { cursor: _, sort: __, ...filter } = url;
  const isFiltered = Object.values(filter).some((value) => value !== null);
  const { domain, origin, state } = rulesUrl;
  const narrow = (change: Partial<typeof filter>) => void setUrl({ ...change, cursor: null });
  return (
    <>
      <PageHeader
        title="Rules"
        actions={
          <>
            <SavedViews area="rules" />
            <FilesButtons mayImport={role !== 'viewer'} />
            {role === 'viewer' ? null : <NewRuleSet />}
          </>
        }
      />
      <FilterBar
        q={url.q}
        onSearch={(q) => void setUrl({ q, cursor: null }, { history: 'replace' })}
        placeholder="Title or name of a set"
        isFiltered={isFiltered}
        onClear={() => void setUrl(null)}
        actions={<ExportButton options={exportRuleSets} filter={url} />}
      >
        <FilterSelect
          label="Domain"
          value={url.domain}
          options={optionsOf(DOMAIN_WORDS)}
          onChange={(value) => narrow({ domain: domain.parse(value ?? '') })}
        />
        <FilterSelect
          label="Origin"
          value={url.origin}
          options={optionsOf(ORIGIN_WORDS)}
          onChange={(value) => narrow({ origin: origin.parse(value ?? '') })}
        />
        <FilterSelect
          label="State"
          value={url.state}
          options={optionsOf(STATE_WORDS)}
          onChange={(value) => narrow({ state: state.parse(value ?? '') })}
        />
      </FilterBar>
      <NeverFires told={sets.data?.items.flatMap(({ neverFires }) => neverFires) ?? []} />
      <UrlTable
        label="Rule sets"
        list={sets}
        columns={(items) =>
          ruleSetColumns(
            commonCurrency(items.flatMap((set) => set.openSavings.map(({ currency }) => currency))),
          )
        }
        panel={pages}
        url={url}
        setUrl={setUrl}
        defaultSort={RULES_SORT}
        empty={
          isFiltered ? (
            <EmptyState title="No rule set fits the filter" />
          ) : (
            <EmptyState title="No rule sets">
              Those that ship with Evenkeel come at the next start.
            </EmptyState>
          )
        }
      />
    </>
  );
}
