import type { RunDetail, RunView } from '@/lib/runs/schema';

export const runExample: RunView = {
  id: '3000a8f2-bed1-44d1-b030-94c7b9a0d62b',
  graph: 'recommend',
  mode: 'async',
  key: 'recommend:2026-W47',
  state: 'warned',
  epoch: 1,
  trigger: 'schedule',
  requestedBy: 'schedule weekly-recommend',
  requestedAt: '2026-11-21T15:25:52.522Z',
  startedAt: '2026-11-21T15:25:52.539Z',
  endedAt: '2026-11-21T15:25:53.997Z',
  activeMs: 1092,
  elapsedMs: 1458,
  jobsEnded: 8,
  jobsTotal: 8,
  error: null,
  warnings: [
    {
      job: 'summarise',
      message:
        '1 recommendation stays as it was: Google Cloud bill has no data yet from after 2026-11-18. None closed, none counted as saved.',
    },
  ],
};

export const runDetailExample: RunDetail = {
  ...runExample,
  input: {},
  reason: null,
  jobs: [
    {
      name: 'collect:AWS bill',
      job: 'collect',
      state: 'succeeded',
      needs: [],
      attempt: 1,
      concurrencyKey: 'collect:b4f580ac-caaa-493b-bc7d-ae919ceb6c09',
      progress: null,
      startedAt: '2026-11-21T15:25:52.581Z',
      endedAt: '2026-11-21T15:25:53.042Z',
      error: null,
      reason: null,
      sealedBy: 'evaluate',
      warnings: [],
      output: { snapshotId: '32' },
      attempts: [
        {
          attempt: 1,
          epoch: 1,
          workerId: 'vm-3314-494cb7',
          state: 'succeeded',
          startedAt: '2026-11-21T15:25:52.581Z',
          endedAt: '2026-11-21T15:25:53.042Z',
          retryAt: null,
          error: null,
        },
      ],
    },
  ],
};
