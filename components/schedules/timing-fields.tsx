'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { faultOf } from '@/components/ui/fault-of';
import { Field, Input } from '@/components/ui/field';
import { ZonedTime } from '@/components/ui/zoned-time';
import type { ScheduleRow } from '@/lib/runs/schedule.schema';
import { schedulePreviewQuery } from './queries';

const PAUSE_MS = 300;

/** When it starts: the pattern in words, and its next three fires in its zone, as one types. */
export function TimingFields({ known, error }: { known: ScheduleRow | null; error: Error | null }) {
  const [cron, setCron] = useState(known?.cron ?? '0 6 * * *');
  const [timeZone, setTimeZone] = useState(known?.timeZone ?? 'UTC');
  const [keyFormat, setKeyFormat] = useState(known?.keyFormat ?? '');
  const typed = useSettled(JSON.stringify({ cron, timeZone, keyFormat }));
  const preview = useQuery(schedulePreviewQuery(askedOf(typed)));
  const fault = (field: string) => faultOf(preview.error, field) ?? faultOf(error, field);
  return (
    <>
      <Field
        label="When"
        hint="Minute, hour, day, month, weekday: 0 6 * * 1 is every Monday at six."
        error={fault('cron')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="cron"
            required
            maxLength={100}
            autoComplete="off"
            className="font-mono"
            value={cron}
            onChange={({ target }) => setCron(target.value)}
          />
        )}
      </Field>
      <Field label="Time zone" error={fault('timeZone')}>
        {(wiring) => (
          <Input
            {...wiring}
            name="timeZone"
            required
            maxLength={60}
            autoComplete="off"
            list="time-zones"
            value={timeZone}
            onChange={({ target }) => setTimeZone(target.value)}
          />
        )}
      </Field>
      <datalist id="time-zones">
        <option value="UTC" />
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <div
        role="status"
        aria-label="When it starts next"
        className="rounded-base border bg-surface px-3 py-2"
      >
        {preview.data && !preview.error ? (
          <>
            <p className="font-semibold">{preview.data.words}</p>
            <ol className="text-muted">
              {preview.data.next.map((at) => (
                <li key={at}>
                  <ZonedTime at={at} timeZone={askedOf(typed).timeZone} />
                </li>
              ))}
            </ol>
          </>
        ) : (
          <p className="text-muted">What it means is shown here.</p>
        )}
      </div>
      <Field
        label="Key of its runs"
        hint="One run a key: {week}, {day}, {hour} or {minute} stand for when it is due. Empty: its name and the minute."
        error={fault('keyFormat')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="keyFormat"
            maxLength={150}
            autoComplete="off"
            className="font-mono"
            value={keyFormat}
            onChange={({ target }) => setKeyFormat(target.value)}
          />
        )}
      </Field>
    </>
  );
}

function askedOf(typed: string): { cron: string; timeZone: string; keyFormat?: string } {
  const { cron, timeZone, keyFormat } = JSON.parse(typed);
  return { cron, timeZone, ...(keyFormat === '' ? {} : { keyFormat }) };
}

/** What was typed last, once one has stopped for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
