'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { Field, Input, Select } from '@/components/ui/field';
import { FormFoot } from '@/components/ui/form-foot';
import { Notice } from '@/components/ui/notice';
import { Problem } from '@/components/ui/problem';
import type { SourceDetail } from '@/lib/sources/views.schema';
import { changeSource } from './queries';
import { HANDLING_WORDS, settingsOf } from './settings-words';

/** The settings of a source; a handling that no longer asks answers what waits. */
export function SourceSettings({ source }: { source: SourceDetail }) {
  const update = useMutation(changeSource(useQueryClient()));
  const [handling, setHandling] = useState<string>(source.config.handling ?? 'auto');
  const isAnswering = source.waiting > 0 && (handling === 'overwrite' || handling === 'append');
  return (
    <form
      className="flex flex-col gap-4 rounded-base border bg-surface p-3"
      onChange={() => update.reset()}
      onSubmit={(event) => {
        event.preventDefault();
        update.mutate({ id: source.id, ...settingsOf(new FormData(event.currentTarget), source) });
      }}
    >
      <Field label="Name">
        {(wiring) => (
          <Input
            {...wiring}
            name="name"
            required
            maxLength={100}
            autoComplete="off"
            defaultValue={source.name}
          />
        )}
      </Field>
      {source.kind === 'focus' ? (
        <BillSettings source={source} handling={handling} onHandling={setHandling} />
      ) : null}
      <Field
        label="File on the server"
        hint="Below IMPORT_DIR, read again by each run. Leave blank if files are uploaded here."
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="path"
            maxLength={500}
            autoComplete="off"
            defaultValue={source.config.path ?? ''}
          />
        )}
      </Field>
      <label className="flex items-center gap-2">
        <input
          type="checkbox"
          name="enabled"
          defaultChecked={source.enabled}
          className="size-3.5 accent-accent"
        />
        Enabled: analysis runs read this source and its costs count
      </label>
      {isAnswering ? (
        <Notice look="amber">
          {source.waiting === 1 ? '1 billing month waits' : `${source.waiting} billing months wait`} for an
          answer. Saving answers {source.waiting === 1 ? 'it' : 'all of them'}:{' '}
          {handling === 'overwrite'
            ? 'the new delivery replaces the month'
            : 'the new delivery is added to the month'}
          .
        </Notice>
      ) : null}
      {update.error ? <Problem error={update.error} /> : null}
      {update.data?.runId ? (
        <Notice
          title={`${update.data.answered === 1 ? '1 delivery was' : `${update.data.answered} deliveries were`} answered`}
        >
          A run reads the source again:{' '}
          <Link href={`/runs/${update.data.runId}`} className="text-accent hover:underline">
            see the run
          </Link>
          .
        </Notice>
      ) : null}
      <FormFoot isNew={false} isSaved={update.isSuccess} isPending={update.isPending} />
    </form>
  );
}

type BillSettingsProps = { source: SourceDetail; handling: string; onHandling: (handling: string) => void };

function BillSettings({ source: { config }, handling, onHandling }: BillSettingsProps) {
  return (
    <>
      <Field
        label="New deliveries"
        hint="What a new delivery does to the billing month that counts. An upload over the API can say otherwise."
      >
        {(wiring) => (
          <Select
            {...wiring}
            name="handling"
            value={handling}
            onChange={(event) => onHandling(event.target.value)}
            className="w-full"
          >
            {Object.entries(HANDLING_WORDS).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field
        label="Refused rows allowed (%)"
        hint="A file with more refused rows, or more of its money in them, is refused as a whole."
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="maxBadShare"
            type="number"
            min={0}
            max={100}
            step="any"
            required
            defaultValue={Number(((config.maxBadShare ?? 0.01) * 100).toFixed(6))}
          />
        )}
      </Field>
      <Field
        label="Cost column"
        hint="BilledCost is for exports that leave EffectiveCost empty. Applies to files that are imported from now on."
      >
        {(wiring) => (
          <Select {...wiring} name="effectiveCost" defaultValue={config.effectiveCost ?? 'EffectiveCost'}>
            <option value="EffectiveCost">EffectiveCost</option>
            <option value="BilledCost">BilledCost</option>
          </Select>
        )}
      </Field>
    </>
  );
}
