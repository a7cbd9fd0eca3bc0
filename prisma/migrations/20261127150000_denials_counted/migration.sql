-- Two good proofs end a stop only if no process was denied between them.
ALTER TABLE "link_availabilities" ADD COLUMN "denials" BIGINT NOT NULL DEFAULT 0;
