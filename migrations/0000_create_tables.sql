CREATE TABLE "official_day" (
	"on_date" date PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text
);
--> statement-breakpoint
CREATE TABLE "official_year" (
	"year" integer PRIMARY KEY NOT NULL,
	"published_on" date NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "conversation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"room_id" bigint NOT NULL,
	"sessions" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"due" text,
	"due_at" timestamptz,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "conversation_once" UNIQUE("person_id","room_id")
);
--> statement-breakpoint
CREATE TABLE "expectation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "expectation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"room_id" bigint NOT NULL,
	"flow" text NOT NULL,
	"version" integer NOT NULL,
	"answers" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"matter_id" bigint,
	"opened_at" timestamptz NOT NULL,
	"closed_at" timestamptz
);
--> statement-breakpoint
CREATE TABLE "heard" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "heard_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"room_id" bigint,
	"person_id" bigint,
	"text" text,
	"media" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"said_at" timestamptz NOT NULL,
	"heard_at" timestamptz NOT NULL,
	"state" text NOT NULL,
	"with_id" bigint,
	"matter_id" bigint
);
--> statement-breakpoint
CREATE TABLE "seen" (
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"key" text NOT NULL,
	"at" timestamptz NOT NULL,
	CONSTRAINT "seen_channel_account_key_pk" PRIMARY KEY("channel","account","key")
);
--> statement-breakpoint
CREATE TABLE "turn" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "turn_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"heard_id" bigint,
	"conversation_id" bigint,
	"intent" text,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"confidence" integer,
	"because" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"flow" text,
	"said" text,
	"at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "channel_up" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "channel_up_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"from_at" timestamptz NOT NULL,
	"until_at" timestamptz
);
--> statement-breakpoint
CREATE TABLE "line" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "line_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"room_id" bigint NOT NULL,
	"person_id" bigint,
	"turn_id" bigint,
	"matter_id" bigint,
	"expectation_id" bigint,
	"class" text NOT NULL,
	"repeatable" boolean NOT NULL,
	"text" text NOT NULL,
	"buttons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"not_before" timestamptz NOT NULL,
	"state" text DEFAULT 'queued' NOT NULL,
	"bubble_id" bigint,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failure" text,
	"channel" text,
	"message_id" text,
	"made_at" timestamptz NOT NULL,
	"sent_at" timestamptz
);
--> statement-breakpoint
CREATE TABLE "co_reporter" (
	"matter_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"joined_at" timestamptz NOT NULL,
	CONSTRAINT "co_reporter_matter_id_person_id_pk" PRIMARY KEY("matter_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "matter" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "matter_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"no" text NOT NULL,
	"kind" text NOT NULL,
	"lane" text,
	"state" text NOT NULL,
	"owner_id" bigint NOT NULL,
	"raiser_id" bigint NOT NULL,
	"organisation_id" bigint,
	"chain_id" bigint,
	"room_id" bigint,
	"parent_id" bigint,
	"detail" text NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"private" boolean DEFAULT false NOT NULL,
	"opened_at" timestamptz NOT NULL,
	"due_at" timestamptz NOT NULL,
	"next_step" text,
	"next_at" timestamptz,
	"rung" integer DEFAULT 0 NOT NULL,
	"bounces" integer DEFAULT 0 NOT NULL,
	"reopened" integer DEFAULT 0 NOT NULL,
	"paused_at" timestamptz,
	"proposal" jsonb,
	"result" text,
	"score" integer,
	"contacted_at" timestamptz,
	"promised_at" timestamptz,
	"closed_at" timestamptz,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "matter_no_unique" UNIQUE("no"),
	CONSTRAINT "matter_open_is_due" CHECK (state in ('closed', 'unsolvable', 'withdrawn', 'unreached') or next_at is not null)
);
--> statement-breakpoint
CREATE TABLE "matter_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "matter_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"matter_id" bigint NOT NULL,
	"verb" text NOT NULL,
	"by_id" bigint,
	"at" timestamptz NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"heard_id" bigint
);
--> statement-breakpoint
CREATE TABLE "matter_number" (
	"series" text PRIMARY KEY NOT NULL,
	"last" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "media" (
	"hash" text PRIMARY KEY NOT NULL,
	"type" text NOT NULL,
	"size_bytes" bigint NOT NULL,
	"kept_at" timestamptz NOT NULL
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "account_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"person_id" bigint,
	"room_id" bigint,
	"reachable" boolean DEFAULT true NOT NULL,
	"last_heard_at" timestamptz,
	CONSTRAINT "account_external" UNIQUE("channel","kind","external_id")
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "invitation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"code" text NOT NULL,
	"person_id" bigint NOT NULL,
	"made_at" timestamptz NOT NULL,
	"used_at" timestamptz,
	CONSTRAINT "invitation_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "membership" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "membership_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"room_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"joined_at" timestamptz NOT NULL,
	"left_at" timestamptz,
	CONSTRAINT "membership_once" UNIQUE("room_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "organisation" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "organisation_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"short" text,
	"code" text,
	"parent_id" bigint,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"kept_sealed" "bytea",
	CONSTRAINT "organisation_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "person" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "person_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"display" text NOT NULL,
	"aliases" text[] DEFAULT '{}' NOT NULL,
	"state" text DEFAULT 'known' NOT NULL,
	"phone_sealed" "bytea",
	"kept_sealed" "bytea",
	"away_until" timestamptz,
	"deputy_id" bigint,
	CONSTRAINT "person_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "role" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "role_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"organisation_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"lane" text,
	"position" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "room" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "room_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"person_id" bigint,
	"organisation_id" bigint,
	"state" text DEFAULT 'known' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "town" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "town_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"zone" text NOT NULL,
	"hours" jsonb NOT NULL,
	"limits" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"began_at" timestamptz,
	"revision" integer DEFAULT 1 NOT NULL,
	"kept_sealed" "bytea"
);
--> statement-breakpoint
CREATE TABLE "town_role" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "town_role_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "town_role_once" UNIQUE("person_id","kind")
);
--> statement-breakpoint
CREATE TABLE "clock_state" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "firing" (
	"rule" text NOT NULL,
	"slot" text NOT NULL,
	"fired_at" timestamptz NOT NULL,
	"late" boolean NOT NULL,
	CONSTRAINT "firing_rule_slot_pk" PRIMARY KEY("rule","slot")
);
--> statement-breakpoint
ALTER TABLE "co_reporter" ADD CONSTRAINT "co_reporter_matter_id_matter_id_fk" FOREIGN KEY ("matter_id") REFERENCES "public"."matter"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "co_reporter" ADD CONSTRAINT "co_reporter_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter" ADD CONSTRAINT "matter_owner_id_person_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter" ADD CONSTRAINT "matter_raiser_id_person_id_fk" FOREIGN KEY ("raiser_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter" ADD CONSTRAINT "matter_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter" ADD CONSTRAINT "matter_chain_id_organisation_id_fk" FOREIGN KEY ("chain_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter" ADD CONSTRAINT "matter_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter_event" ADD CONSTRAINT "matter_event_matter_id_matter_id_fk" FOREIGN KEY ("matter_id") REFERENCES "public"."matter"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matter_event" ADD CONSTRAINT "matter_event_by_id_person_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_room_id_room_id_fk" FOREIGN KEY ("room_id") REFERENCES "public"."room"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "membership" ADD CONSTRAINT "membership_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_parent_id_organisation_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person" ADD CONSTRAINT "person_deputy_id_person_id_fk" FOREIGN KEY ("deputy_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role" ADD CONSTRAINT "role_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role" ADD CONSTRAINT "role_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "town_role" ADD CONSTRAINT "town_role_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "conversation_due" ON "conversation" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "expectation_open" ON "expectation" USING btree ("person_id","room_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "expectation_matter" ON "expectation" USING btree ("matter_id") WHERE closed_at is null;--> statement-breakpoint
CREATE INDEX "heard_room" ON "heard" USING btree ("room_id","id");--> statement-breakpoint
CREATE INDEX "heard_waiting" ON "heard" USING btree ("with_id") WHERE state in ('waiting', 'parked');--> statement-breakpoint
CREATE INDEX "heard_forget" ON "heard" USING btree ("heard_at") WHERE state = 'bystander' and text is not null;--> statement-breakpoint
CREATE INDEX "turn_conversation" ON "turn" USING btree ("conversation_id","id");--> statement-breakpoint
CREATE INDEX "line_waiting" ON "line" USING btree ("not_before") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "line_room" ON "line" USING btree ("room_id","id");--> statement-breakpoint
CREATE INDEX "line_message" ON "line" USING btree ("channel","message_id");--> statement-breakpoint
CREATE INDEX "matter_next" ON "matter" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "matter_owner" ON "matter" USING btree ("owner_id","state");--> statement-breakpoint
CREATE INDEX "matter_raiser" ON "matter" USING btree ("raiser_id","state");--> statement-breakpoint
CREATE INDEX "matter_chain" ON "matter" USING btree ("chain_id","state");--> statement-breakpoint
CREATE INDEX "matter_organisation" ON "matter" USING btree ("organisation_id","state");--> statement-breakpoint
CREATE INDEX "matter_event_matter" ON "matter_event" USING btree ("matter_id","id");--> statement-breakpoint
CREATE INDEX "account_person" ON "account" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "account_room" ON "account" USING btree ("room_id");--> statement-breakpoint
CREATE INDEX "membership_person" ON "membership" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "organisation_parent" ON "organisation" USING btree ("parent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "role_once" ON "role" USING btree ("organisation_id","person_id","kind","lane");--> statement-breakpoint
CREATE INDEX "role_person" ON "role" USING btree ("person_id");--> statement-breakpoint
CREATE UNIQUE INDEX "room_group_name" ON "room" USING btree ("name") WHERE kind = 'group';--> statement-breakpoint
CREATE UNIQUE INDEX "room_direct" ON "room" USING btree ("person_id");