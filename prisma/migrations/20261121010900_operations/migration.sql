-- A known text sealed with this installation's SEAL_KEY. A machine that was given another key is told so at once, by
-- its readiness and by the doctor, and not at the first secret that it cannot open.
CREATE TABLE "seal_canary" (
  -- One row at most: there is one key.
  "id" BOOLEAN NOT NULL DEFAULT true,
  "sealed" TEXT NOT NULL,
  "made_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  CONSTRAINT "seal_canary_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "seal_canary_only" CHECK ("id")
);

-- Attempts of jobs that ended, by job and outcome, since the installation began: what /metrics counts up. Counting the
-- rows at each scrape would read them all, and retention takes old ones away, which a counter must not show.
CREATE TABLE "job_totals" (
  "job" TEXT NOT NULL,
  "outcome" "AttemptState" NOT NULL,
  "attempts" BIGINT NOT NULL,
  "seconds" DOUBLE PRECISION NOT NULL,
  CONSTRAINT "job_totals_pkey" PRIMARY KEY ("job", "outcome"),
  -- One that runs has no outcome yet.
  CONSTRAINT "job_totals_ended" CHECK ("outcome" <> 'running'),
  CONSTRAINT "job_totals_counted" CHECK ("attempts" > 0 AND "seconds" >= 0)
);

-- A trigger, so that whoever ends an attempt counts it: its worker, another that takes over, the reconciliation.
CREATE FUNCTION "count_ended_attempt"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO job_totals AS t (job, outcome, attempts, seconds)
  SELECT j.job, NEW.state, 1, greatest(0, extract(epoch FROM NEW.ended_at - NEW.started_at))
  FROM run_jobs j WHERE j.run_id = NEW.run_id AND j.name = NEW.name
  ON CONFLICT (job, outcome) DO UPDATE
    SET attempts = t.attempts + 1, seconds = t.seconds + EXCLUDED.seconds;
  RETURN NULL;
END $$;

CREATE TRIGGER "run_attempts_counted" AFTER UPDATE OF "state" ON "run_attempts"
  FOR EACH ROW WHEN (OLD.state = 'running' AND NEW.state <> 'running')
  EXECUTE FUNCTION "count_ended_attempt"();
