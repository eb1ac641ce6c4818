-- Our trigger stands in a database that is not ours and may be away when the sync is switched off: that it is there is
-- remembered until it is taken away, and what stands against that is said.
ALTER TABLE "sync_definitions" ADD COLUMN "listens_since" TIMESTAMPTZ(6), ADD COLUMN "listen_trouble" TEXT;
