-- A clock for what lies in a person's queue. The table is new: nothing waits for a lock. What lies there already has none, and stays listed.
CREATE TABLE "queue_clock" (
	"heard_id" bigint PRIMARY KEY NOT NULL,
	"rung" integer DEFAULT 0 NOT NULL,
	"due_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE INDEX "queue_clock_due" ON "queue_clock" USING btree ("due_at");