-- A list may be for those only who show a key: what goes into the Authorization header, sealed.
ALTER TABLE "senders" ADD COLUMN "sealed_pull_auth" TEXT;
