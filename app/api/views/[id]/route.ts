import { changeViewContract, readViewContract, removeViewContract } from '@/lib/contracts/views';
import { database } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { route } from '@/lib/http';
import { changeView, removeView } from '@/lib/views/commands';
import { readView } from '@/lib/views/data';

export const GET = route(readViewContract, async ({ input, actor }) => {
  const view = await readView(database(), actor, input.id);
  if (!view) throw new AppError('not_found', 'there is no such view, or it is not shared with you');
  return view;
});

export const PATCH = route(changeViewContract, ({ input, actor }) => changeView({ actor, ...input }));

export const DELETE = route(removeViewContract, ({ input, actor }) => removeView({ actor, id: input.id }));
