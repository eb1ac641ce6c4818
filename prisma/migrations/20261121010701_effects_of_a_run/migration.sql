-- A run shows the effects that were touched while its distributions ran: attempts are looked up by when they began.
CREATE INDEX "effect_attempts_started_at_idx" ON "effect_attempts" ("started_at");
