-- What a model is to be asked about matters while nobody waits. The table is new: nothing waits for a lock.
CREATE TABLE "inquiry" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "inquiry_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"task" text NOT NULL,
	"matter_id" bigint NOT NULL,
	"line_id" bigint,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"due_at" timestamptz NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"done_at" timestamptz
);
--> statement-breakpoint
CREATE INDEX "inquiry_due" ON "inquiry" USING btree ("due_at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "inquiry_matter" ON "inquiry" USING btree ("task","matter_id");