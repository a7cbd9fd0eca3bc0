-- Who acts (docs/decisions/0001). Web opens no session and sees none but those that people show it; what it writes,
-- it writes for the person whose live session its transaction has named. Bodies written BEGIN ATOMIC are bound to
-- their tables here and now, whatever a caller's search path says.

-- Whose live session this is, by the SHA-256 of its random id; null when it ended, expired or never was.
CREATE FUNCTION "latchkey_live_session"("hash" BYTEA) RETURNS UUID LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT u.id FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.token_hash = "hash" AND s.ended_at IS NULL AND s.expires_at > now() AND u.disabled_at IS NULL;
END;

-- Ends the session that is shown, or with it all of its person.
CREATE FUNCTION "latchkey_end_sessions"("hash" BYTEA, "everywhere" BOOLEAN) RETURNS VOID LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  UPDATE sessions SET ended_at = now() WHERE ended_at IS NULL
    AND (token_hash = "hash" OR ("everywhere" AND user_id = latchkey_live_session("hash")));
END;

-- Whether the login at hand is bound to sessions: all are, but the service's and the owner's.
CREATE FUNCTION "latchkey_is_web"() RETURNS BOOLEAN LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT NOT pg_has_role(session_user, 'latchkey_service'::name, 'USAGE') AND NOT pg_has_role(session_user, relowner, 'USAGE')
  FROM pg_class WHERE oid = 'sessions'::regclass;
END;

-- The person whose live session this transaction has named, with all that they are in an organization.
CREATE FUNCTION "latchkey_actor"("organization" UUID) RETURNS TABLE ("user_id" UUID, "roles" TEXT[]) LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT u.id, ARRAY[u.platform_role::text, m.role::text]
  FROM users u LEFT JOIN memberships m ON m.user_id = u.id AND m.organization_id = "organization"
  WHERE u.id = latchkey_live_session(decode(current_setting('latchkey.session', true), 'hex'));
END;

-- Refuses what nobody does, or somebody who may not, or in another's name.
-- TG_ARGV: the column that names who acts ('' where there is none), then the roles that may.
CREATE FUNCTION "latchkey_who_acts"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched jsonb := to_jsonb(COALESCE(NEW, OLD));
  actor record;
BEGIN
  EXECUTE format('SELECT user_id, roles FROM %I.latchkey_actor($1)', TG_TABLE_SCHEMA)
    INTO actor USING (touched ->> 'organization_id')::uuid;
  IF actor.user_id IS NULL THEN
    RAISE EXCEPTION 'latchkey: no live session is named' USING ERRCODE = 'LK002';
  END IF;
  IF NOT actor.roles && TG_ARGV[1:]
    OR (TG_ARGV[0] <> '' AND touched ->> TG_ARGV[0] IS DISTINCT FROM actor.user_id::text) THEN
    RAISE EXCEPTION 'latchkey: the named session may not do this' USING ERRCODE = 'LK003';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;

CREATE FUNCTION "latchkey_created_now"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.created_at := now();
  RETURN NEW;
END $$;

-- A request begins undecided and waits for seven days at most (lib/domain/rotation.ts).
CREATE FUNCTION "latchkey_request_begins"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.decision <> 'pending' OR num_nonnulls(NEW.decided_by, NEW.decided_at, NEW.decision_reason) > 0 THEN
    RAISE EXCEPTION 'latchkey: a request begins undecided' USING ERRCODE = 'LK003';
  END IF;
  NEW.requested_at := now();
  NEW.expires_at := least(NEW.expires_at, now() + interval '168 hours');
  RETURN NEW;
END $$;

-- It is decided once: before it expires by somebody, and after that as rejected by nobody (docs/decisions/0014).
CREATE FUNCTION "latchkey_request_decided"() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.decided_by = OLD.requested_by THEN
    RAISE EXCEPTION 'latchkey: nobody decides a request of their own' USING ERRCODE = 'LK003';
  END IF;
  IF OLD.decision <> 'pending' OR NEW.decision = 'pending'
    OR (OLD.expires_at > now()) <> (NEW.decided_by IS NOT NULL)
    OR (NEW.decided_by IS NULL AND NEW.decision <> 'rejected') THEN
    RAISE EXCEPTION 'latchkey: the request is closed' USING ERRCODE = 'LK004';
  END IF;
  NEW.decided_at := now();
  RETURN NEW;
END $$;

-- Time, name and place in the log are the database's own. Ids are UUIDs of version 7 (RFC 9562, section 6.2,
-- method 3: microseconds), as entries are read in their order.
CREATE FUNCTION "latchkey_entry_recorded"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  micros bigint := extract(epoch FROM clock_timestamp()) * 1000000;
BEGIN
  NEW.id := encode(substr(int8send(micros / 1000), 3) || int2send((x'7000'::int + micros % 1000 * 4)::int2)
    || substr(uuid_send(gen_random_uuid()), 9), 'hex')::uuid;
  NEW.at := now();
  EXECUTE format('SELECT name FROM %I.users WHERE id = $1', TG_TABLE_SCHEMA) INTO NEW.actor_name USING NEW.actor_id;
  RETURN NEW;
END $$;

-- The roles are those of lib/domain/permissions.ts.
CREATE TRIGGER "who_acts" BEFORE INSERT OR UPDATE OR DELETE ON "connections" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('', 'organization_admin');
CREATE TRIGGER "who_acts" BEFORE INSERT OR UPDATE OR DELETE ON "documents" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('', 'organization_admin');
CREATE TRIGGER "who_acts" BEFORE INSERT ON "submissions" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('', 'organization_admin', 'organization_auditor', 'support_staff');
CREATE TRIGGER "who_acts" BEFORE INSERT ON "audit_entries" FOR EACH ROW WHEN (latchkey_is_web())
  EXECUTE FUNCTION "latchkey_who_acts"('actor_id', 'organization_admin', 'organization_auditor', 'support_staff');
CREATE TRIGGER "who_asks" BEFORE INSERT ON "jobs" FOR EACH ROW WHEN (latchkey_is_web() AND NEW."kind" <> 'rotate')
  EXECUTE FUNCTION "latchkey_who_acts"('requested_by', 'organization_admin');
CREATE TRIGGER "who_approves" BEFORE INSERT ON "jobs" FOR EACH ROW WHEN (latchkey_is_web() AND NEW."kind" = 'rotate')
  EXECUTE FUNCTION "latchkey_who_acts"('requested_by', 'support_staff');
CREATE TRIGGER "who_asks" BEFORE INSERT ON "rotation_requests" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('requested_by', 'organization_admin');
CREATE TRIGGER "who_decides" BEFORE UPDATE ON "rotation_requests" FOR EACH ROW
  WHEN (latchkey_is_web() AND NEW."decided_by" IS NOT NULL) EXECUTE FUNCTION "latchkey_who_acts"('decided_by', 'support_staff');
CREATE TRIGGER "who_closes" BEFORE UPDATE ON "rotation_requests" FOR EACH ROW
  WHEN (latchkey_is_web() AND NEW."decided_by" IS NULL) EXECUTE FUNCTION "latchkey_who_acts"('', 'organization_admin');

CREATE TRIGGER "begins" BEFORE INSERT ON "rotation_requests" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_request_begins"();
CREATE TRIGGER "decided" BEFORE UPDATE ON "rotation_requests" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_request_decided"();
CREATE TRIGGER "recorded" BEFORE INSERT ON "audit_entries" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_entry_recorded"();
CREATE TRIGGER "created_now" BEFORE INSERT ON "connections" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_created_now"();
CREATE TRIGGER "created_now" BEFORE INSERT ON "documents" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_created_now"();
CREATE TRIGGER "created_now" BEFORE INSERT ON "submissions" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_created_now"();
CREATE TRIGGER "created_now" BEFORE INSERT ON "jobs" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_created_now"();

REVOKE EXECUTE ON FUNCTION "latchkey_live_session"(BYTEA), "latchkey_end_sessions"(BYTEA, BOOLEAN), "latchkey_actor"(UUID),
  "latchkey_who_acts"(), "latchkey_created_now"(), "latchkey_request_begins"(), "latchkey_request_decided"(),
  "latchkey_entry_recorded"() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "latchkey_live_session"(BYTEA) TO "latchkey_web", "latchkey_service";
GRANT EXECUTE ON FUNCTION "latchkey_end_sessions"(BYTEA, BOOLEAN) TO "latchkey_web";

-- Signing in is the service's. Web sees neither passwords' hashes nor sessions, and can't make one.
REVOKE ALL ON "sessions", "sign_in_attempts" FROM "latchkey_web";
REVOKE SELECT ON "users" FROM "latchkey_web";
GRANT SELECT ("id", "email", "name", "platform_role", "disabled_at", "created_at") ON "users" TO "latchkey_web";
GRANT SELECT ("email", "password_hash") ON "users" TO "latchkey_service";
GRANT INSERT ON "sessions" TO "latchkey_service";
GRANT SELECT, INSERT, UPDATE, DELETE ON "sign_in_attempts" TO "latchkey_service";
