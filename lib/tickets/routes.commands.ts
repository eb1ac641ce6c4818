import { readConnection } from '@/lib/connections/data';
import { transaction } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';
import { recordAudit } from '@/lib/people/audit.data';
import type { Actor } from '@/lib/people/schema';
import { deleteAccountOwner, deleteRoute, writeAccountOwner, writeRoute } from './routes.data';
import {
  type AccountOwnerRow,
  type AccountOwnerView,
  accountOwner,
  type RouteInput,
  type RouteView,
  routeInput,
} from './schema';

/** Commands about where tickets go. Writes the route of an owner, or the default one, in place of what it was. */
export function saveRoute({ actor, ...input }: RouteInput & { actor: Actor }): Promise<RouteView> {
  const values = routeInput.parse(input);
  return transaction(async (tx) => {
    const { kind, name } = await readConnection(tx, values.connectionId);
    if (kind !== 'jira') throw new AppError('invalid_input', `${name} is no tracker: it takes no tickets`);
    const { before, after } = await writeRoute(tx, values);
    await recordAudit(tx, actor, {
      action: 'route.saved',
      subject: { kind: 'route', id: after.id },
      ...(before ? { before } : {}),
      after,
    });
    return after;
  });
}

/** Throws `not_found`. Tickets that went that way stay where they are. */
export function removeRoute({ actor, routeId }: { actor: Actor; routeId: string }): Promise<void> {
  return transaction(async (tx) => {
    const before = /^\d{1,18}$/.test(routeId) ? await deleteRoute(tx, routeId) : null;
    if (!before) throw new AppError('not_found', `there is no route ${routeId}`);
    await recordAudit(tx, actor, {
      action: 'route.removed',
      subject: { kind: 'route', id: routeId },
      before,
    });
  });
}

/** Says whose the resources of an account are that carry no owner tag. */
export function saveAccountOwner({
  actor,
  ...input
}: AccountOwnerView & { actor: Actor }): Promise<AccountOwnerRow> {
  const values = accountOwner.parse(input);
  return transaction(async (tx) => {
    const owner = await writeAccountOwner(tx, values);
    const id = `${values.provider}:${values.account}`;
    await recordAudit(tx, actor, {
      action: 'account_owner.saved',
      subject: { kind: 'account_owner', id },
      ...(owner === null ? {} : { before: { ...values, owner } }),
      after: values,
    });
    return { id, ...values };
  });
}

/** Throws `not_found`. */
export function removeAccountOwner({
  actor,
  provider,
  account,
}: {
  actor: Actor;
  provider: string;
  account: string;
}): Promise<void> {
  return transaction(async (tx) => {
    const before = await deleteAccountOwner(tx, provider, account);
    if (!before) throw new AppError('not_found', `${provider} ${account} has no owner of its own`);
    const subject = { kind: 'account_owner', id: `${provider}:${account}` };
    await recordAudit(tx, actor, { action: 'account_owner.removed', subject, before });
  });
}
