-- A room remembers everything that was ever said in it. Made without locking writers out.
DROP INDEX CONCURRENTLY IF EXISTS "line_put_off";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "line_put_off" ON "line" USING btree ("room_id","id") WHERE state = 'queued' and attempts > 0;--> statement-breakpoint
DROP INDEX CONCURRENTLY IF EXISTS "line_unasked";--> statement-breakpoint
CREATE INDEX CONCURRENTLY "line_unasked" ON "line" USING btree ("room_id","sent_at") WHERE class in ('task', 'due') and sent_at is not null;
