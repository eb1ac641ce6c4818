'use client';

import type { Compared } from '@/components/rules/compare';
import type { Place } from '@/components/rules/place';
import { ProblemList } from '@/components/rules/problem-list';
import { SenderCard } from '@/components/senders/sender-card';
import { EditorTabs } from '@/components/ui/editor-tabs';
import { Tab, TabPanel } from '@/components/ui/tabs';
import type { DefinitionDetail } from '@/lib/catalog/schema';
import { mayAct, type Role } from '@/lib/people/roles.schema';
import { LastScan } from './last-scan';
import { Noticing } from './noticing';
import { Quality } from './quality';
import { SYNC_TABS, type SyncTab } from './url';
import type { Check } from './use-check';
import type { TextInHand } from './use-text';
import { SyncVersions } from './versions';

type SyncTabsProps = {
  detail: DefinitionDetail | null;
  role: Role;
  inHand: TextInHand;
  check: Check;
  tab: SyncTab;
  onTab: (tab: SyncTab) => void;
  compared: { from: string | null; to: string | null };
  onCompare: (compared: Compared) => void;
  onGo: (place: Place) => void;
};

export function SyncTabs(props: SyncTabsProps) {
  const { detail, role, inHand, check, onTab, compared, onCompare, onGo } = props;
  const tab = detail ? props.tab : 'problems'; // of what is not saved yet nothing else is known
  return (
    <EditorTabs
      names={SYNC_TABS}
      tab={tab}
      onTab={onTab}
      status={<CheckStatus check={check} />}
      tabs={
        <>
          {detail ? <Tab value="sync">Sync</Tab> : null}
          {detail ? <Tab value="quality">Quality</Tab> : null}
          <Tab value="problems">
            Problems {check.errors?.length ? <span className="text-bad">{check.errors.length}</span> : null}
          </Tab>
          {detail ? <Tab value="versions">Versions</Tab> : null}
        </>
      }
    >
      {detail ? (
        <>
          <TabPanel value="sync">
            <LastScan detail={detail} />
            <Noticing detail={detail} />
            <SenderCard connectionId={detail.senderId} role={role} />
          </TabPanel>
          <TabPanel value="quality">
            <Quality slug={detail.slug} />
          </TabPanel>
        </>
      ) : null}
      <TabPanel value="problems">
        <Problems check={check} onGo={onGo} />
      </TabPanel>
      {detail ? (
        <TabPanel value="versions">
          <SyncVersions {...{ detail, inHand, compared, onCompare }} mayEdit={mayAct(role, 'operator')} />
        </TabPanel>
      ) : null}
    </EditorTabs>
  );
}

function Problems({ check: { errors, error }, onGo }: { check: Check; onGo: (place: Place) => void }) {
  if (errors === null) {
    return error ? <p className="text-bad">The text could not be checked: {error.message}</p> : null;
  }
  return <ProblemList errors={errors} onGo={onGo} />;
}

/** Said to who cannot see the marks, once one has stopped typing. */
function CheckStatus({ check: { errors, isCurrent } }: { check: Check }) {
  const [first] = errors ?? [];
  const words = first
    ? `${errors?.length} problems in the text, the first at line ${first.line}`
    : 'No problems in the text';
  return (
    <p role="status" className="sr-only">
      {isCurrent ? words : ''}
    </p>
  );
}
