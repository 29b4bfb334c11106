ALTER TABLE outbox ADD COLUMN finished_at INTEGER;
UPDATE outbox SET finished_at = fired_at WHERE state <> 0;
CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL;
