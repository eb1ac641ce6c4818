'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field, Input, Select } from '@/components/ui/field';
import { Problem } from '@/components/ui/problem';
import { requestBacktest } from './queries';

/** The text in hand. `whyNot` says why it cannot be tried as it stands, null when it can. */
export type TestableDraft = { number: number | null; revision: number; whyNot: string | null };

const USUAL_WEEKS = 12;
const MOST_WEEKS = 52;

/** Asks over which readings, and begins. */
export function StartBacktest({ slug, draft }: { slug: string; draft: TestableDraft }) {
  const [isReplay, setIsReplay] = useState(false);
  const start = useMutation(requestBacktest(useQueryClient()));
  const { number, revision, whyNot } = draft;
  const submit = (form: FormData) => {
    if (number === null) return;
    start.mutate({ slug, number, revision, weeks: isReplay ? Number(form.get('weeks')) : null });
  };
  return (
    <form
      className="flex flex-col gap-3 rounded-base border bg-surface px-3 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit(new FormData(event.currentTarget));
      }}
    >
      <div className="flex flex-wrap items-end gap-3">
        <Field label="Judge">
          {(wiring) => (
            <Select
              {...wiring}
              value={isReplay ? 'weeks' : 'last'}
              onChange={(event) => setIsReplay(event.target.value === 'weeks')}
              className="max-w-full"
            >
              <option value="last">The last readings, from where things stand</option>
              <option value="weeks">Weeks, replayed from an empty start</option>
            </Select>
          )}
        </Field>
        {isReplay ? (
          <Field label="Weeks">
            {(wiring) => (
              <Input
                {...wiring}
                name="weeks"
                type="number"
                required
                min={1}
                max={MOST_WEEKS}
                defaultValue={USUAL_WEEKS}
                className="w-20"
              />
            )}
          </Field>
        ) : null}
        <Button type="submit" look="primary" disabled={start.isPending || number === null || whyNot !== null}>
          Start the backtest
        </Button>
      </div>
      {whyNot ? <p className="text-muted">{whyNot}</p> : null}
      {start.error ? <Problem error={start.error} /> : null}
    </form>
  );
}
