-- AlterTable
ALTER TABLE "service_tokens" ADD COLUMN     "by_platform" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "created_by" UUID,
ADD COLUMN     "last_four" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "revoked_by" UUID;

-- DropIndex
DROP INDEX "service_tokens_name_key";

-- CreateTable
CREATE TABLE "platform_audit_entries" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "platform_audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "service_tokens_organization_id_idx" ON "service_tokens"("organization_id");

-- AddForeignKey
ALTER TABLE "service_tokens" ADD CONSTRAINT "service_tokens_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- A name stands for one live token; a revoked one leaves it free. No organization learns another's names.
CREATE UNIQUE INDEX "service_tokens_live_name_of_platform" ON "service_tokens" ("name")
  WHERE "by_platform" AND "revoked_at" IS NULL;
CREATE UNIQUE INDEX "service_tokens_live_name_in_organization" ON "service_tokens" ("organization_id", "name")
  WHERE NOT "by_platform" AND "revoked_at" IS NULL;
-- What an organization makes reaches no further than the organization, and ends.
ALTER TABLE "service_tokens" ADD CONSTRAINT "service_tokens_stay_inside" CHECK (
  "by_platform" OR ("organization_id" IS NOT NULL AND "expires_at" IS NOT NULL AND NOT "requires_session"));

-- This log only grows, too.
CREATE TRIGGER "only_grows" BEFORE UPDATE OR DELETE ON "platform_audit_entries" FOR EACH ROW EXECUTE FUNCTION "latchkey_only_grows"();
CREATE TRIGGER "only_grows_truncate" BEFORE TRUNCATE ON "platform_audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "latchkey_only_grows"();

-- Web shows tokens and never their hashes. It makes none: whoever took it over could give itself one that opens everything.
GRANT SELECT ("id", "name", "last_four", "organization_id", "by_platform", "encrypt_classes", "decrypt_classes", "requires_session",
  "created_at", "created_by", "expires_at", "last_used_at", "revoked_at", "revoked_by") ON "service_tokens" TO "latchkey_web";
GRANT SELECT ON "platform_audit_entries" TO "latchkey_web";
-- The service makes and revokes them, with the record of it, and notes their use. It widens none.
GRANT INSERT, UPDATE ("last_used_at", "revoked_at", "revoked_by") ON "service_tokens" TO "latchkey_service";
GRANT INSERT, SELECT ON "platform_audit_entries" TO "latchkey_service";
