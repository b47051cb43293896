-- A key for each person, and an account of deeds that must not be denied. Both tables are new: nothing waits for a lock but the
-- reference to person, which is checked over no rows.
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamptz NOT NULL,
	"by" text NOT NULL,
	"what" text NOT NULL,
	"about" text NOT NULL,
	"details" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"previous" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_hash_unique" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "person_key" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"wrapped" "bytea",
	"destroyed_at" timestamptz
);
--> statement-breakpoint
ALTER TABLE "person_key" ADD CONSTRAINT "person_key_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_about" ON "audit" USING btree ("about","id");