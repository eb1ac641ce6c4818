'use client';

import { useQueryStates } from 'nuqs';
import { BacktestsTab } from '@/components/backtest/backtests-tab';
import type { TestableDraft } from '@/components/backtest/start-backtest';
import { EditorTabs } from '@/components/ui/editor-tabs';
import { Tab, TabPanel } from '@/components/ui/tabs';
import { SampleTab } from '@/components/why/sample-tab';
import { whyUrl } from '@/components/why/url';
import { useGoodText } from '@/components/why/use-good-text';
import { WhyTab } from '@/components/why/why-tab';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import type { Compared, Texts } from './compare';
import { HealthTab } from './health-tab';
import { hasRecommend } from './names-in-file';
import type { Place } from './place';
import { ProblemsTab } from './problems-tab';
import { TestsTab } from './tests-tab';
import { type RuleTab, TABS } from './url';
import type { Validation } from './use-validation';
import { VersionsTab } from './versions-tab';

type WorkbenchTabsProps = {
  set: RuleSetPage;
  text: string;
  validation: Validation;
  tab: RuleTab;
  onTab: (tab: RuleTab) => void;
  onGo: (place: Place) => void;
  versions: {
    texts: Texts;
    compared: Compared;
    onCompare: (compared: Compared) => void;
    onDraft: ((draft: number) => void) | null;
  };
  backtests: { draft: TestableDraft; mayEdit: boolean };
};

export function WorkbenchTabs({
  set,
  text,
  validation,
  tab,
  onTab,
  onGo,
  versions,
  backtests,
}: WorkbenchTabsProps) {
  const { slug, current, figures, domain } = set;
  const [, setWhyUrl] = useQueryStates(whyUrl);
  const asked = {
    slug,
    yaml: useGoodText(text, validation),
    hasProblems: validation.isCurrent && validation.result?.valid === false,
  };
  const isJudged = domain === 'finops' || domain === 'quality'; // by generations
  // Policies judge plans, and rules of quality records: only those that recommend judge columns of syncs.
  const judgesResources = domain === 'quality' ? hasRecommend(text) : domain !== 'policy';
  const marked = figures.marked.length;
  return (
    <EditorTabs
      names={TABS}
      tab={tab}
      onTab={onTab}
      status={<TestStatus validation={validation} />}
      tabs={
        <>
          <Tab value="tests">
            Tests <TestCount validation={validation} />
          </Tab>
          <Tab value="problems">
            Problems <ProblemCount validation={validation} />
          </Tab>
          <Tab value="versions">Versions</Tab>
          {judgesResources ? (
            <>
              <Tab value="resources">Resources</Tab>
              <Tab value="why">Why</Tab>
            </>
          ) : null}
          {domain === 'finops' ? <Tab value="backtests">Backtests</Tab> : null}
          {isJudged ? (
            <Tab value="health">Health {marked > 0 ? <span className="text-warn">{marked}</span> : null}</Tab>
          ) : null}
        </>
      }
    >
      <TabPanel value="tests">
        <TestsTab validation={validation} onGo={onGo} />
      </TabPanel>
      <TabPanel value="problems">
        <ProblemsTab validation={validation} neverFires={figures.neverFires} onGo={onGo} />
      </TabPanel>
      <TabPanel value="versions">
        <VersionsTab slug={slug} currentVersion={current?.version ?? 0} {...versions} />
      </TabPanel>
      <TabPanel value="resources">
        <SampleTab
          {...asked}
          onWhy={(chosen) => {
            void setWhyUrl(chosen);
            onTab('why');
          }}
        />
      </TabPanel>
      <TabPanel value="why">
        <WhyTab {...asked} />
      </TabPanel>
      <TabPanel value="backtests">
        <BacktestsTab slug={slug} {...backtests} />
      </TabPanel>
      {isJudged ? (
        <TabPanel value="health">
          <HealthTab slug={slug} />
        </TabPanel>
      ) : null}
    </EditorTabs>
  );
}

function TestCount({ validation: { result } }: { validation: Validation }) {
  if (!result || result.tests.length === 0) return null;
  const failed = result.tests.filter(({ passed }) => !passed).length;
  return failed > 0 ? (
    <span className="text-bad">{failed} failed</span>
  ) : (
    <span className="text-faint">{result.tests.length}</span>
  );
}

function ProblemCount({ validation: { result } }: { validation: Validation }) {
  const errors = result?.errors.length ?? 0;
  if (errors > 0) return <span className="text-bad">{errors}</span>;
  const warnings = result?.warnings.length ?? 0;
  return warnings > 0 ? <span className="text-warn">{warnings}</span> : null;
}

/** Said to who cannot see the marks, once one has stopped typing. */
function TestStatus({ validation: { result, isCurrent } }: { validation: Validation }) {
  const failed = result?.tests.filter(({ passed }) => !passed).length ?? 0;
  const warned = result?.warnings.length ?? 0;
  const words = !result
    ? ''
    : result.errors.length > 0
      ? `${result.errors.length} problems in the text, the first at line ${result.errors[0]?.line}`
      : `${warned > 0 ? `${warned} warnings` : 'No problems'}; ${result.tests.length - failed} of ${result.tests.length} tests pass`;
  return (
    <p role="status" className="sr-only">
      {isCurrent ? words : ''}
    </p>
  );
}
