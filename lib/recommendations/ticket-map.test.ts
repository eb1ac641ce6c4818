import { beforeAll, describe, expect, it } from 'vitest';
import { database } from '@/lib/core/db';
import { listTicketsInput } from '@/lib/tickets/schema';
import * as make from './testing';
import { listTicketMap } from './ticket-map.data';

const map = async () =>
  (await listTicketMap(database(), listTicketsInput.parse({ sort: 'created' }))).items.map(
    ({ lineageId, recommendationStatus, saving, currency, realised }) => ({
      ...{ lineageId, recommendationStatus, saving, currency, realised },
    }),
  );

describe('the map of tickets', () => {
  beforeAll(async () => {
    await make.publishRules(make.WANTS);
    const sourceId = await make.makeSource('focus');
    const snapshotId = await make.makeSnapshot({ sourceId, through: make.hour(1) });
    const resources = [];
    for (const claim of [30, 40]) {
      const id = await make.makeResource(`r-${claim}`);
      const facts = { wants_delete: true, claim };
      resources.push(make.known({ id, facts, sources: [{ sourceId, snapshotId }] }));
    }
    await make.generate({ snapshotIds: [snapshotId], resources, clock: () => make.hour(2) });
    const connectionId = await make.makeConnection();
    const first = await make.openTicket('1', connectionId, make.hour(3));
    await database().ticket.update({ where: { id: BigInt(first) }, data: { subject: 'lineage:1' } });
    await make.openTicket('1', connectionId, make.hour(4));
    await make.openTicket('2', connectionId, make.hour(5));
    const stray = await make.openTicket('2', connectionId, make.hour(6));
    await database().lineage.update({ where: { id: 2n }, data: { ticketId: BigInt(stray) - 1n } });
  });

  it('tells what each ticket would save; a replaced ticket still has its recommendation, a stray one none', async () => {
    const saving = (lineageId: string, amount: string) => ({
      ...{ lineageId, recommendationStatus: 'open', saving: amount, currency: 'USD', realised: null },
    });
    expect(await map()).toEqual([
      saving('1', '30'),
      saving('1', '30'),
      saving('2', '40'),
      { lineageId: null, recommendationStatus: null, saving: null, currency: null, realised: null },
    ]);
  });

  it('tells what was realised once it is verified, not before', async () => {
    const realised = {
      ...{ cash: '15', currency: 'USD', priceEffect: null, usageEffect: null, freedCommitment: '0' },
      ...{ possiblyMoved: false, measuredThrough: '2026-11-30' },
    };
    await database().lineage.update({ where: { id: 2n }, data: { verifiedSavings: realised } });
    expect((await map())[2]).toMatchObject({ recommendationStatus: 'open', realised: null });
    await database().lineage.update({
      where: { id: 2n },
      data: { status: 'verified', verifiedAt: make.hour(9) },
    });
    expect((await map())[2]).toMatchObject({ recommendationStatus: 'verified', realised });
  });
});
