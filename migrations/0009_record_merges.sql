-- Who was merged into whom, so that it can be undone; by which account each thing was said. The table is new, the other columns are
-- empty or have a constant default: nothing waits for a lock but the references to person, which are checked over no rows.
CREATE TABLE "person_merge" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_merge_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"from_id" bigint NOT NULL,
	"into_id" bigint NOT NULL,
	"account_id" bigint,
	"how" text NOT NULL,
	"evidence" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"moved" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"before" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"merged_at" timestamptz NOT NULL,
	"merged_by_id" bigint,
	"undone_at" timestamptz,
	"undone_by_id" bigint
);
--> statement-breakpoint
ALTER TABLE "heard" ADD COLUMN "account_id" bigint;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "remark" text;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "replaced_at" timestamptz;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "wrong_codes" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "account" ADD COLUMN "wrong_since" timestamptz;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "expires_at" timestamptz;--> statement-breakpoint
ALTER TABLE "invitation" ADD COLUMN "made_by_id" bigint;--> statement-breakpoint
ALTER TABLE "person_merge" ADD CONSTRAINT "person_merge_from_id_person_id_fk" FOREIGN KEY ("from_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merge" ADD CONSTRAINT "person_merge_into_id_person_id_fk" FOREIGN KEY ("into_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "person_merge_once" ON "person_merge" USING btree ("from_id") WHERE undone_at is null and account_id is null;--> statement-breakpoint
CREATE INDEX "person_merge_into" ON "person_merge" USING btree ("into_id","id");