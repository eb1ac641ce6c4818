'use client';

import { EditorTabs } from '@/components/ui/editor-tabs';
import { Tab, TabPanel } from '@/components/ui/tabs';
import type { RuleSetPage } from '@/lib/recommendations/rule-sets.schema';
import type { Compared, Texts } from './compare';
import { HealthTab } from './health-tab';
import type { Place } from './place';
import { ProblemsTab } from './problems-tab';
import { TestsTab } from './tests-tab';
import { type RuleTab, TABS } from './url';
import type { Validation } from './use-validation';
import { VersionsTab } from './versions-tab';

type WorkbenchTabsProps = {
  set: RuleSetPage;
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
};

export function WorkbenchTabs({ set, validation, tab, onTab, onGo, versions }: WorkbenchTabsProps) {
  const { slug, domain, current, figures } = set;
  const isJudged = domain === 'finops' || domain === 'quality'; // by generations
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
  const count = result?.errors.length ?? 0;
  return count > 0 ? <span className="text-bad">{count}</span> : null;
}

/** Said to who cannot see the marks, once one has stopped typing. */
function TestStatus({ validation: { result, isCurrent } }: { validation: Validation }) {
  const failed = result?.tests.filter(({ passed }) => !passed).length ?? 0;
  const words = !result
    ? ''
    : result.errors.length > 0
      ? `${result.errors.length} problems in the text, the first at line ${result.errors[0]?.line}`
      : `No problems; ${result.tests.length - failed} of ${result.tests.length} tests pass`;
  return (
    <p role="status" className="sr-only">
      {isCurrent ? words : ''}
    </p>
  );
}
