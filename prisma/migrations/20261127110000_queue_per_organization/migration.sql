-- One organization can't take all workers: its jobs of one kind run one after the other, in a queue of their own.
CREATE OR REPLACE FUNCTION "latchkey_queue_job"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM graphile_worker.add_job('run-job',
    json_build_object('organizationId', NEW.organization_id, 'jobId', NEW.id, 'kind', NEW.kind),
    queue_name := NEW.organization_id || ':' || NEW.kind, job_key := 'job:' || NEW.id, max_attempts := 1000);
  RETURN NEW;
END $$;

-- What was queued before says its kind as well, so that a later turn of it finds its queue.
DO $$
BEGIN
  IF to_regclass('graphile_worker._private_jobs') IS NULL THEN RETURN; END IF;
  EXECUTE 'UPDATE graphile_worker._private_jobs q SET payload = q.payload::jsonb || jsonb_build_object(''kind'', j.kind)
    FROM "jobs" j WHERE q.payload ->> ''jobId'' = j.id::text';
END $$;

-- Looked for every two seconds: what is neither done nor failed, among all that ever was.
CREATE INDEX "job_runs_unfinished" ON "job_runs" ("lease_until") WHERE "state" IN ('queued', 'running');
