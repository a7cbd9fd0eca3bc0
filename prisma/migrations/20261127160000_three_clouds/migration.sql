-- Customers' keys in three clouds: who we are at each, what the vendor has set up, and what is watched of a key.

ALTER TABLE "key_links" ADD COLUMN "identity" JSONB NOT NULL DEFAULT '{"provider":"aws","role":null}';
ALTER TABLE "rotation_requests" ADD COLUMN "new_key_access" JSONB NOT NULL DEFAULT '{}';

-- The vendor's gate: without a row, or after its withdrawal, an organization can't link a key of its own.
CREATE TABLE "key_offers" (
    "organization_id" UUID NOT NULL,
    "identities" JSONB NOT NULL,
    "regions" TEXT[],
    "offered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_offers_pkey" PRIMARY KEY ("organization_id")
);

-- Every version or material of a linked key that was ever seen.
CREATE TABLE "root_key_versions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "link_id" UUID NOT NULL,
    "version_id" TEXT NOT NULL,
    "key_created_at" TIMESTAMPTZ(3),
    "created_from" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "current" BOOLEAN NOT NULL,
    "inferred" BOOLEAN NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "first_used_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "root_key_versions_pkey" PRIMARY KEY ("id")
);

-- What the last looks at a linked key found.
CREATE TABLE "link_watches" (
    "link_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "facts" JSONB,
    "looked_at" TIMESTAMPTZ(3),
    "look_outcome" TEXT,
    "versions_listed" BOOLEAN NOT NULL DEFAULT false,
    "checks" JSONB NOT NULL DEFAULT '[]',
    "checked_at" TIMESTAMPTZ(3),
    "drift" JSONB NOT NULL DEFAULT '[]',
    "next_look_at" TIMESTAMPTZ(3) NOT NULL,
    "next_check_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "link_watches_pkey" PRIMARY KEY ("link_id")
);

-- A cloud administrator without an account is handed the steps by a link: valid for a while, for one organization.
CREATE TABLE "handoffs" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "provider" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "handoffs_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "root_key_versions_link_id_version_id_key" ON "root_key_versions"("link_id", "version_id");
CREATE UNIQUE INDEX "link_watches_organization_id_link_id_key" ON "link_watches"("organization_id", "link_id");
CREATE INDEX "link_watches_next_look_at_idx" ON "link_watches"("next_look_at");
CREATE INDEX "link_watches_next_check_at_idx" ON "link_watches"("next_check_at");
CREATE UNIQUE INDEX "handoffs_token_hash_key" ON "handoffs"("token_hash");
CREATE INDEX "handoffs_organization_id_created_at_idx" ON "handoffs"("organization_id", "created_at");

ALTER TABLE "key_offers" ADD CONSTRAINT "key_offers_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "root_key_versions" ADD CONSTRAINT "root_key_versions_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "root_key_versions" ADD CONSTRAINT "root_key_versions_organization_id_link_id_fkey" FOREIGN KEY ("organization_id", "link_id") REFERENCES "key_links"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "link_watches" ADD CONSTRAINT "link_watches_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "link_watches" ADD CONSTRAINT "link_watches_organization_id_link_id_fkey" FOREIGN KEY ("organization_id", "link_id") REFERENCES "key_links"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

GRANT SELECT ON "key_offers", "root_key_versions", "link_watches" TO "latchkey_web", "latchkey_service";
GRANT INSERT, UPDATE ON "key_offers", "root_key_versions", "link_watches" TO "latchkey_service";
-- Handing the steps to somebody is the admin's own act; the link's token is never stored.
GRANT SELECT, INSERT ON "handoffs" TO "latchkey_web";
GRANT SELECT ON "handoffs" TO "latchkey_service";

CREATE TRIGGER "who_acts" BEFORE INSERT ON "handoffs" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('created_by', 'organization_admin');
CREATE TRIGGER "created_now" BEFORE INSERT ON "handoffs" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_created_now"();

-- Links from before are watched from now on; spread, so that they are not all looked at together.
INSERT INTO "link_watches" ("link_id", "organization_id", "next_look_at", "next_check_at")
  SELECT "id", "organization_id", now() + random() * interval '1 hour', now() + random() * interval '1 day'
  FROM "key_links" WHERE "state" <> 'retired';

-- What the vendor offers an organization is the operator's word.
DROP TRIGGER "who_asks" ON "jobs";
CREATE TRIGGER "who_asks" BEFORE INSERT ON "jobs" FOR EACH ROW WHEN (latchkey_is_web() AND NEW."kind" NOT IN ('rotate', 'offer-keys'))
  EXECUTE FUNCTION "latchkey_who_acts"('requested_by', 'organization_admin');
CREATE TRIGGER "who_offers" BEFORE INSERT ON "jobs" FOR EACH ROW WHEN (latchkey_is_web() AND NEW."kind" = 'offer-keys')
  EXECUTE FUNCTION "latchkey_who_acts"('requested_by', 'platform_operator');
