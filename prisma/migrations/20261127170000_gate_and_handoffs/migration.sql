-- The vendor's gate is used from pages, and a hand-off can be taken back before it ends.

-- An identity of ours serves one organization, for ever: whoever had two could be made to open one's key for the other.
CREATE UNIQUE INDEX "key_offers_azure_client_id_key" ON "key_offers" (lower("identities" ->> 'azureClientId'));
CREATE UNIQUE INDEX "key_offers_google_service_account_key" ON "key_offers" (lower("identities" ->> 'googleServiceAccount'));

ALTER TABLE "handoffs" ADD COLUMN "revoked_at" TIMESTAMPTZ(3), ADD COLUMN "revoked_by" UUID;
ALTER TABLE "handoffs" ADD CONSTRAINT "handoffs_expire" CHECK ("expires_at" <= "created_at" + interval '31 days');
GRANT UPDATE ("revoked_at", "revoked_by") ON "handoffs" TO "latchkey_web";
CREATE TRIGGER "who_revokes" BEFORE UPDATE ON "handoffs" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('revoked_by', 'organization_admin');

-- What the operator does for an organization stands in that organization's own record, as what support decides does.
DROP TRIGGER "who_acts" ON "submissions";
CREATE TRIGGER "who_acts" BEFORE INSERT ON "submissions" FOR EACH ROW
  WHEN (latchkey_is_web()) EXECUTE FUNCTION "latchkey_who_acts"('', 'organization_admin', 'organization_auditor', 'support_staff', 'platform_operator');
DROP TRIGGER "who_acts" ON "audit_entries";
CREATE TRIGGER "who_acts" BEFORE INSERT ON "audit_entries" FOR EACH ROW
  WHEN (latchkey_is_web() AND NEW."action" NOT IN ('keys.offer_requested', 'keys.withdrawal_requested'))
  EXECUTE FUNCTION "latchkey_who_acts"('actor_id', 'organization_admin', 'organization_auditor', 'support_staff');
CREATE TRIGGER "who_offers" BEFORE INSERT ON "audit_entries" FOR EACH ROW
  WHEN (latchkey_is_web() AND NEW."action" IN ('keys.offer_requested', 'keys.withdrawal_requested'))
  EXECUTE FUNCTION "latchkey_who_acts"('actor_id', 'platform_operator');
