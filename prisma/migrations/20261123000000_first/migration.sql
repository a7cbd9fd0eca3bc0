-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "OrganizationRole" AS ENUM ('organization_admin', 'organization_auditor');

-- CreateEnum
CREATE TYPE "PlatformRole" AS ENUM ('support_staff', 'platform_operator');

-- CreateEnum
CREATE TYPE "LinkState" AS ENUM ('staged', 'active', 'replaced', 'retired');

-- CreateEnum
CREATE TYPE "Availability" AS ENUM ('active', 'grace', 'stopped_denied', 'stopped_unreachable');

-- CreateEnum
CREATE TYPE "MasterKeyMode" AS ENUM ('platform', 'composite');

-- CreateEnum
CREATE TYPE "KeyState" AS ENUM ('active', 'retired', 'destroyed');

-- CreateEnum
CREATE TYPE "ShareHalf" AS ENUM ('platform', 'customer');

-- CreateEnum
CREATE TYPE "Decision" AS ENUM ('pending', 'approved', 'rejected');

-- CreateEnum
CREATE TYPE "RotationStage" AS ENUM ('preflight', 'staged', 'promoted', 'rewrapping', 'verifying', 'complete', 'refused');

-- CreateEnum
CREATE TYPE "JobState" AS ENUM ('queued', 'running', 'done', 'failed');

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "platform_role" "PlatformRole",
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "email_hash" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "last_failed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("email_hash")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "OrganizationRole" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_tokens" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "organization_id" UUID,
    "encrypt_classes" TEXT[],
    "decrypt_classes" TEXT[],
    "requires_session" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "service_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organization_epochs" (
    "organization_id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL DEFAULT 1,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_epochs_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "fences" (
    "organization_id" UUID NOT NULL,
    "min_versions" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "fences_pkey" PRIMARY KEY ("organization_id")
);

-- CreateTable
CREATE TABLE "platform_roots" (
    "id" UUID NOT NULL,
    "key_id" TEXT NOT NULL,
    "state" "KeyState" NOT NULL DEFAULT 'active',
    "key_created_at" TIMESTAMPTZ(3),
    "availability" "Availability" NOT NULL DEFAULT 'active',
    "cause" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_proof_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "platform_roots_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_links" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "key_id" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "state" "LinkState" NOT NULL,
    "duties_acknowledged_by" UUID NOT NULL,
    "key_created_at" TIMESTAMPTZ(3),
    "checks" JSONB NOT NULL DEFAULT '[]',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "key_links_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "link_availabilities" (
    "link_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "availability" "Availability" NOT NULL,
    "cause" TEXT,
    "error_name" TEXT,
    "request_id" TEXT,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_proof_at" TIMESTAMPTZ(3),
    "first_good_at" TIMESTAMPTZ(3),
    "last_attempt_at" TIMESTAMPTZ(3),
    "probe_lease_until" TIMESTAMPTZ(3),
    "refused_requests" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "link_availabilities_pkey" PRIMARY KEY ("link_id")
);

-- CreateTable
CREATE TABLE "master_key_versions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "mode" "MasterKeyMode" NOT NULL,
    "scope" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "state" "KeyState" NOT NULL,
    "commitment" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "master_key_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "share_wraps" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "master_key_version_id" UUID NOT NULL,
    "half" "ShareHalf" NOT NULL,
    "link_id" UUID,
    "platform_root_id" UUID,
    "key_material_id" TEXT,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verified_at" TIMESTAMPTZ(3),

    CONSTRAINT "share_wraps_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_key_versions" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "data_class" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "state" "KeyState" NOT NULL,
    "commitment" BYTEA NOT NULL,
    "master_key_version_id" UUID NOT NULL,
    "wrapped" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_key_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connections" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "port" INTEGER NOT NULL,
    "database" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "verify_tls" BOOLEAN NOT NULL,
    "credential" BYTEA NOT NULL,
    "catalog" BYTEA,
    "last_test_at" TIMESTAMPTZ(3),
    "last_test_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connections_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "object_key" TEXT NOT NULL,
    "key_header" BYTEA NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rotation_requests" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "new_key_id" TEXT NOT NULL,
    "decision" "Decision" NOT NULL DEFAULT 'pending',
    "requested_by" UUID NOT NULL,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT,

    CONSTRAINT "rotation_requests_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rotations" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "stage" "RotationStage" NOT NULL,
    "old_link_id" UUID,
    "new_link_id" UUID,
    "course" JSONB NOT NULL DEFAULT '[]',
    "blocked_code" TEXT,
    "census" JSONB,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "rotations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "input" JSONB NOT NULL DEFAULT '{}',
    "requested_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "job_runs" (
    "job_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "state" "JobState" NOT NULL,
    "progress" JSONB NOT NULL DEFAULT '[]',
    "result" JSONB,
    "error_code" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "job_runs_pkey" PRIMARY KEY ("job_id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "key_processes" (
    "id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "key_processes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stagings" (
    "process_id" UUID NOT NULL,
    "rotation_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stagings_pkey" PRIMARY KEY ("process_id","rotation_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions"("token_hash");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_tokens_name_key" ON "service_tokens"("name");

-- CreateIndex
CREATE UNIQUE INDEX "service_tokens_token_hash_key" ON "service_tokens"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "platform_roots_key_id_key" ON "platform_roots"("key_id");

-- CreateIndex
CREATE UNIQUE INDEX "key_links_organization_id_id_key" ON "key_links"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "link_availabilities_organization_id_link_id_key" ON "link_availabilities"("organization_id", "link_id");

-- CreateIndex
CREATE UNIQUE INDEX "master_key_versions_organization_id_id_key" ON "master_key_versions"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "master_key_versions_organization_id_mode_scope_region_versi_key" ON "master_key_versions"("organization_id", "mode", "scope", "region", "version");

-- CreateIndex
CREATE INDEX "share_wraps_link_id_idx" ON "share_wraps"("link_id");

-- CreateIndex
CREATE UNIQUE INDEX "data_key_versions_commitment_key" ON "data_key_versions"("commitment");

-- CreateIndex
CREATE INDEX "data_key_versions_master_key_version_id_idx" ON "data_key_versions"("master_key_version_id");

-- CreateIndex
CREATE UNIQUE INDEX "data_key_versions_organization_id_data_class_version_genera_key" ON "data_key_versions"("organization_id", "data_class", "version", "generation");

-- CreateIndex
CREATE UNIQUE INDEX "connections_organization_id_id_key" ON "connections"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "connections_organization_id_name_key" ON "connections"("organization_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "documents_object_key_key" ON "documents"("object_key");

-- CreateIndex
CREATE INDEX "documents_organization_id_created_at_id_idx" ON "documents"("organization_id", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "documents_organization_id_key_header_idx" ON "documents"("organization_id", "key_header");

-- CreateIndex
CREATE UNIQUE INDEX "documents_organization_id_id_key" ON "documents"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rotation_requests_organization_id_id_key" ON "rotation_requests"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "rotations_organization_id_id_key" ON "rotations"("organization_id", "id");

-- CreateIndex
CREATE INDEX "jobs_organization_id_kind_created_at_idx" ON "jobs"("organization_id", "kind", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "jobs_organization_id_id_key" ON "jobs"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "job_runs_organization_id_job_id_key" ON "job_runs"("organization_id", "job_id");

-- CreateIndex
CREATE INDEX "audit_entries_organization_id_at_id_idx" ON "audit_entries"("organization_id", "at" DESC, "id" DESC);

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organization_epochs" ADD CONSTRAINT "organization_epochs_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fences" ADD CONSTRAINT "fences_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "key_links" ADD CONSTRAINT "key_links_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_availabilities" ADD CONSTRAINT "link_availabilities_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "link_availabilities" ADD CONSTRAINT "link_availabilities_organization_id_link_id_fkey" FOREIGN KEY ("organization_id", "link_id") REFERENCES "key_links"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master_key_versions" ADD CONSTRAINT "master_key_versions_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_wraps" ADD CONSTRAINT "share_wraps_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_wraps" ADD CONSTRAINT "share_wraps_organization_id_master_key_version_id_fkey" FOREIGN KEY ("organization_id", "master_key_version_id") REFERENCES "master_key_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_wraps" ADD CONSTRAINT "share_wraps_organization_id_link_id_fkey" FOREIGN KEY ("organization_id", "link_id") REFERENCES "key_links"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "share_wraps" ADD CONSTRAINT "share_wraps_platform_root_id_fkey" FOREIGN KEY ("platform_root_id") REFERENCES "platform_roots"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_key_versions" ADD CONSTRAINT "data_key_versions_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "data_key_versions" ADD CONSTRAINT "data_key_versions_organization_id_master_key_version_id_fkey" FOREIGN KEY ("organization_id", "master_key_version_id") REFERENCES "master_key_versions"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connections" ADD CONSTRAINT "connections_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotation_requests" ADD CONSTRAINT "rotation_requests_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "rotations" ADD CONSTRAINT "rotations_organization_id_id_fkey" FOREIGN KEY ("organization_id", "id") REFERENCES "rotation_requests"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "job_runs" ADD CONSTRAINT "job_runs_organization_id_job_id_fkey" FOREIGN KEY ("organization_id", "job_id") REFERENCES "jobs"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_entries" ADD CONSTRAINT "audit_entries_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stagings" ADD CONSTRAINT "stagings_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "key_processes"("id") ON DELETE CASCADE ON UPDATE CASCADE;


-- One active version of each kind at a time; rules that Prisma's schema can't say.
CREATE UNIQUE INDEX "key_links_one_live_per_scope" ON "key_links" ("organization_id", "scope", "state") WHERE "state" <> 'retired';
CREATE UNIQUE INDEX "key_links_one_organization_per_key" ON "key_links" ("key_id") WHERE "state" <> 'retired';
CREATE UNIQUE INDEX "master_key_versions_one_active" ON "master_key_versions" ("organization_id", "mode", "scope", "region") WHERE "state" = 'active';
CREATE UNIQUE INDEX "data_key_versions_one_active" ON "data_key_versions" ("organization_id", "data_class") WHERE "state" = 'active';
CREATE UNIQUE INDEX "platform_roots_one_active" ON "platform_roots" ("state") WHERE "state" = 'active';
CREATE UNIQUE INDEX "rotation_requests_one_pending" ON "rotation_requests" ("organization_id") WHERE "decision" = 'pending';
CREATE UNIQUE INDEX "share_wraps_one_per_root" ON "share_wraps" ("master_key_version_id", "half", COALESCE("link_id", "platform_root_id"));
ALTER TABLE "share_wraps" ADD CONSTRAINT "share_wraps_one_root" CHECK (
  ("half" = 'platform' AND "platform_root_id" IS NOT NULL AND "link_id" IS NULL) OR
  ("half" = 'customer' AND "link_id" IS NOT NULL AND "platform_root_id" IS NULL));
ALTER TABLE "data_key_versions" ADD CONSTRAINT "data_key_versions_commitment_32" CHECK (octet_length("commitment") = 32);

-- The census reads which data key covers a row from the first 38 bytes of its ciphertext.
CREATE INDEX "connections_key_header" ON "connections" ("organization_id", substr("credential", 1, 38));
CREATE INDEX "connections_catalog_header" ON "connections" ("organization_id", substr("catalog", 1, 38));

-- An organization has its epoch and its fence from its first moment.
CREATE FUNCTION "latchkey_organization_born"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  EXECUTE format('INSERT INTO %I.organization_epochs (organization_id) VALUES ($1)', TG_TABLE_SCHEMA) USING NEW.id;
  EXECUTE format('INSERT INTO %I.fences (organization_id) VALUES ($1)', TG_TABLE_SCHEMA) USING NEW.id;
  RETURN NEW;
END $$;
CREATE TRIGGER "organization_born" AFTER INSERT ON "organizations" FOR EACH ROW EXECUTE FUNCTION "latchkey_organization_born"();

-- The fence (design, section 7): a write reads the organization's row FOR SHARE, so that a promotion, which
-- takes it FOR UPDATE, waits for writers in flight; a ciphertext under a data key older than the fence is refused.
-- TG_ARGV holds pairs of column and data class.
CREATE FUNCTION "latchkey_fence"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  minimums jsonb;
  header text;
  version bigint;
  i int := 0;
BEGIN
  EXECUTE format('SELECT min_versions FROM %I.fences WHERE organization_id = $1 FOR SHARE', TG_TABLE_SCHEMA)
    INTO minimums USING NEW.organization_id;
  IF minimums IS NULL THEN
    RAISE EXCEPTION 'latchkey: organization without a fence' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  WHILE i < TG_NARGS LOOP
    header := to_jsonb(NEW) ->> TG_ARGV[i];
    IF header IS NOT NULL AND (TG_OP = 'INSERT' OR header IS DISTINCT FROM to_jsonb(OLD) ->> TG_ARGV[i]) THEN
      -- bytea in jsonb reads '\x' and hex digits: version byte, suite byte, then the data-key version in four bytes
      version := ('x' || lpad(substr(header, 7, 8), 16, '0'))::bit(64)::bigint;
      IF version < COALESCE((minimums ->> TG_ARGV[i + 1])::bigint, 0) THEN
        RAISE EXCEPTION 'latchkey: stale data key version' USING ERRCODE = 'LK001';
      END IF;
    END IF;
    i := i + 2;
  END LOOP;
  RETURN NEW;
END $$;
CREATE TRIGGER "fence" BEFORE INSERT OR UPDATE ON "connections" FOR EACH ROW
  EXECUTE FUNCTION "latchkey_fence"('credential', 'secrets_and_credentials', 'catalog', 'platform_metadata');
CREATE TRIGGER "fence" BEFORE INSERT OR UPDATE ON "documents" FOR EACH ROW
  EXECUTE FUNCTION "latchkey_fence"('key_header', 'document_metadata');

-- Inserting a job queues it, in the same transaction; web needs no right on the queue itself.
CREATE FUNCTION "latchkey_queue_job"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('run-job', json_build_object('organizationId', NEW.organization_id, 'jobId', NEW.id),
    job_key := 'job:' || NEW.id, max_attempts := 1000);
  RETURN NEW;
END $$;
CREATE TRIGGER "queue_job" AFTER INSERT ON "jobs" FOR EACH ROW EXECUTE FUNCTION "latchkey_queue_job"();

-- Other processes hear of a moved epoch at once; they poll as well, in case a notice is lost.
CREATE FUNCTION "latchkey_epoch_moved"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('latchkey_epoch', NEW.organization_id::text);
  RETURN NEW;
END $$;
CREATE TRIGGER "epoch_moved" AFTER UPDATE ON "organization_epochs" FOR EACH ROW EXECUTE FUNCTION "latchkey_epoch_moved"();

-- The audit log only grows.
CREATE FUNCTION "latchkey_only_grows"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'latchkey: the audit log only grows' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "only_grows" BEFORE UPDATE OR DELETE ON "audit_entries" FOR EACH ROW EXECUTE FUNCTION "latchkey_only_grows"();
CREATE TRIGGER "only_grows_truncate" BEFORE TRUNCATE ON "audit_entries" FOR EACH STATEMENT EXECUTE FUNCTION "latchkey_only_grows"();

-- Two group roles without a login. The programs' own logins are members; the owner only migrates.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'latchkey_web') THEN
    BEGIN CREATE ROLE "latchkey_web" NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'latchkey_service') THEN
    BEGIN CREATE ROLE "latchkey_service" NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END;
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO latchkey_web, latchkey_service', current_schema());
END $$;

REVOKE EXECUTE ON FUNCTION "latchkey_organization_born"(), "latchkey_fence"(), "latchkey_queue_job"(), "latchkey_epoch_moved"() FROM PUBLIC;

-- Web reads what its pages show. Wraps, data keys' bytes and service tokens' hashes it never sees.
GRANT SELECT ON "organizations", "users", "memberships", "sessions", "sign_in_attempts", "organization_epochs",
  "platform_roots", "key_links", "link_availabilities", "master_key_versions", "connections", "documents",
  "rotation_requests", "rotations", "jobs", "job_runs", "submissions", "audit_entries", "key_processes" TO "latchkey_web";
GRANT SELECT ("id", "organization_id", "data_class", "version", "generation", "state", "commitment", "master_key_version_id",
  "created_at", "retired_at") ON "data_key_versions" TO "latchkey_web";
GRANT SELECT ("id", "organization_id", "master_key_version_id", "half", "link_id", "platform_root_id", "key_material_id",
  "created_at", "verified_at") ON "share_wraps" TO "latchkey_web";
-- Web writes people's wishes and decisions, ciphertext it was given, and the record of what they did.
GRANT INSERT ON "sessions", "connections", "documents", "rotation_requests", "jobs", "submissions", "audit_entries" TO "latchkey_web";
GRANT INSERT, UPDATE, DELETE ON "sign_in_attempts" TO "latchkey_web";
GRANT UPDATE ("ended_at") ON "sessions" TO "latchkey_web";
GRANT UPDATE ("name", "host", "port", "database", "username", "verify_tls", "credential", "catalog", "last_test_at", "last_test_code", "updated_at"),
  DELETE ON "connections" TO "latchkey_web";
GRANT DELETE ON "documents" TO "latchkey_web";
GRANT UPDATE ("decision", "decided_by", "decided_at", "decision_reason") ON "rotation_requests" TO "latchkey_web";

-- The service owns keys, links and their states. People, sessions and requests it only reads.
GRANT SELECT ON "organizations", "memberships", "sessions", "service_tokens", "organization_epochs", "fences", "platform_roots",
  "key_links", "link_availabilities", "master_key_versions", "share_wraps", "data_key_versions", "connections", "documents",
  "rotation_requests", "rotations", "jobs", "job_runs", "audit_entries", "key_processes", "stagings" TO "latchkey_service";
GRANT SELECT ("id", "name", "platform_role", "disabled_at") ON "users" TO "latchkey_service";
GRANT INSERT, UPDATE ON "organization_epochs", "fences", "platform_roots", "key_links", "link_availabilities", "master_key_versions",
  "data_key_versions", "rotations", "job_runs" TO "latchkey_service";
GRANT INSERT, UPDATE, DELETE ON "share_wraps", "key_processes", "stagings" TO "latchkey_service";
GRANT UPDATE ("catalog", "last_test_at", "last_test_code") ON "connections" TO "latchkey_service";
GRANT INSERT ON "audit_entries", "jobs" TO "latchkey_service";
