import { faultOf } from '@/components/ui/fault-of';
import { Field, Input } from '@/components/ui/field';
import type { PullSettings } from '@/lib/deliveries/schema';

export const PULL_FIELDS = [
  'path',
  'items',
  'sinceParam',
  'updatedField',
  'pageParam',
  'pageSizeParam',
  'pageSize',
] as const satisfies (keyof PullSettings)[];

type Described = { label: string; hint: string; initial: string; isOptional?: true };

const DESCRIBED: Record<(typeof PULL_FIELDS)[number], Described> = {
  path: { label: 'Path of the list', hint: 'On the address above, such as /api/fragrances.', initial: '/' },
  items: {
    label: 'Path of the array',
    hint: 'In the answer, dotted. Empty: the answer is the array.',
    initial: '',
    isOptional: true,
  },
  sinceParam: {
    label: 'Parameter: updated since',
    hint: 'Asks for what was changed since a moment.',
    initial: 'updated_since',
  },
  updatedField: {
    label: 'Field: updated at',
    hint: 'Of a record, a moment as ISO 8601.',
    initial: 'updated_at',
  },
  pageParam: { label: 'Parameter: page', hint: 'Pages count from 1.', initial: 'page' },
  pageSizeParam: { label: 'Parameter: rows of a page', hint: '', initial: 'limit' },
  pageSize: { label: 'Rows of a page', hint: 'At most 1,000.', initial: '200' },
};

/** How a sender's list is asked for. */
export function PullFields({ error }: { error: Error | null }) {
  return (
    <fieldset className="flex flex-col gap-4 border-l pl-4">
      <legend className="sr-only">Its list</legend>
      {PULL_FIELDS.map((name) => {
        const { label, hint, initial, isOptional } = DESCRIBED[name];
        return (
          <Field key={name} label={label} hint={hint} error={faultOf(error, `pull.${name}`)}>
            {(wiring) => (
              <Input
                {...wiring}
                name={`pull.${name}`}
                defaultValue={initial}
                required={!isOptional}
                autoComplete="off"
                {...(name === 'pageSize' ? { type: 'number', min: 1, max: 1000 } : {})}
              />
            )}
          </Field>
        );
      })}
      <Field
        label="Authorization header"
        hint="The whole of it, such as “Bearer …”. Kept sealed, never shown again, sent to this address alone. May stay empty."
        error={faultOf(error, 'pullAuthorization')}
      >
        {(wiring) => (
          <Input {...wiring} name="pullAuthorization" type="password" maxLength={4000} autoComplete="off" />
        )}
      </Field>
    </fieldset>
  );
}

export function pullOf(text: (name: string) => string): PullSettings {
  return {
    path: text('pull.path'),
    items: text('pull.items'),
    sinceParam: text('pull.sinceParam'),
    updatedField: text('pull.updatedField'),
    pageParam: text('pull.pageParam'),
    pageSizeParam: text('pull.pageSizeParam'),
    pageSize: Number(text('pull.pageSize')),
  };
}
