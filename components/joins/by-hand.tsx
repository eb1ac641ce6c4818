'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Section } from '@/components/ui/section';
import { ResourcePicker } from '@/components/why/resource-picker';
import type { ResourceView } from '@/lib/recommendations/why.schema';
import { JoinDialog } from './join-dialog';
import { ResourceLine } from './resource-line';

/** Two resources that only a person knows to be one. */
export function ByHand() {
  const [kept, setKept] = useState<ResourceView | null>(null);
  const [joined, setJoined] = useState<ResourceView | null>(null);
  const clear = () => {
    setKept(null);
    setJoined(null);
  };
  return (
    <Section title="Join two resources" aside="chosen by hand">
      <div className="flex flex-col gap-3">
        <Choice label="Keep" chosen={kept} onChoose={setKept} />
        <Choice label="Join" chosen={joined} onChoose={setJoined} />
        {kept && joined ? (
          <div>
            <JoinDialog pair={{ keptId: kept.id, joinedId: joined.id }} onJoined={clear} />
          </div>
        ) : null}
      </div>
    </Section>
  );
}

type ChoiceProps = {
  label: string;
  chosen: ResourceView | null;
  onChoose: (resource: ResourceView | null) => void;
};

function Choice({ label, chosen, onChoose }: ChoiceProps) {
  return (
    <fieldset>
      <legend className="mb-1 text-muted">{label}</legend>
      {chosen ? (
        <div className="flex items-center gap-3">
          <ResourceLine label="" resource={chosen} />
          <Button look="quiet" onClick={() => onChoose(null)}>
            Change
          </Button>
        </div>
      ) : (
        <ResourcePicker onPick={onChoose} />
      )}
    </fieldset>
  );
}
