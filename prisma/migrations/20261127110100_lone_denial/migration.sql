-- A process that alone is denied stops nobody else, but every other process proves the link before its next use.
ALTER TABLE "link_availabilities" ADD COLUMN "proof_demanded_at" TIMESTAMPTZ(3);
