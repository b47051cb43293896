-- Whether a room that nothing reaches is already known for it is seen without reading all that was said in it. Made without
-- locking writers out.
DROP INDEX CONCURRENTLY IF EXISTS "line_failed";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "line_failed" ON "line" USING btree ("room_id") WHERE state = 'failed';
