CREATE TABLE "notice" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "notice_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"author_id" bigint NOT NULL,
	"text" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"state" text NOT NULL,
	"audience" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"confirms" boolean DEFAULT true NOT NULL,
	"approver_id" bigint,
	"approved_at" timestamptz,
	"about" text,
	"repeats" text,
	"parent_id" bigint,
	"made_at" timestamptz NOT NULL,
	"planned_at" timestamptz,
	"sent_at" timestamptz,
	"asked_at" timestamptz,
	"withdrawn_at" timestamptz,
	"next_step" text,
	"next_at" timestamptz,
	"revision" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notice_version" (
	"notice_id" bigint NOT NULL,
	"version" integer NOT NULL,
	"text" text NOT NULL,
	"changed" text,
	"material" boolean DEFAULT false NOT NULL,
	"by_id" bigint NOT NULL,
	"at" timestamptz NOT NULL,
	CONSTRAINT "notice_version_notice_id_version_pk" PRIMARY KEY("notice_id","version")
);
--> statement-breakpoint
CREATE TABLE "receipt" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "receipt_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"notice_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"room_id" bigint NOT NULL,
	"state" text DEFAULT 'expected' NOT NULL,
	"version" integer,
	"evidence" text,
	"confirmed_at" timestamptz,
	"remark" text,
	"failure" text,
	CONSTRAINT "receipt_once" UNIQUE("notice_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "attendance" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attendance_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"occasion_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"organisation_id" bigint,
	"answer" text,
	"count" integer DEFAULT 1 NOT NULL,
	"came_at" timestamptz,
	"made_up_at" timestamptz,
	CONSTRAINT "attendance_once" UNIQUE("occasion_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "occasion" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "occasion_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"rule_id" bigint,
	"organisation_id" bigint,
	"slot" text NOT NULL,
	"on_date" date NOT NULL,
	"at" timestamptz NOT NULL,
	"host_id" bigint,
	"state" text DEFAULT 'planned' NOT NULL,
	"provisional" boolean DEFAULT false NOT NULL,
	"facts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "occasion_slot" UNIQUE("rule_id","slot","revision")
);
--> statement-breakpoint
CREATE TABLE "occasion_rule" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "occasion_rule_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"organisation_id" bigint,
	"rule" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"planned_until" date,
	"next_at" timestamptz,
	CONSTRAINT "occasion_rule_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "occasion_step" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "occasion_step_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"occasion_id" bigint NOT NULL,
	"step" text NOT NULL,
	"due_at" timestamptz NOT NULL,
	"done_at" timestamptz,
	"outcome" text,
	CONSTRAINT "occasion_step_once" UNIQUE("occasion_id","step")
);
--> statement-breakpoint
CREATE TABLE "enterprise_fact" (
	"organisation_id" bigint NOT NULL,
	"fact" text NOT NULL,
	"value" jsonb NOT NULL,
	"known_on" date NOT NULL,
	"said_by" bigint,
	CONSTRAINT "enterprise_fact_organisation_id_fact_pk" PRIMARY KEY("organisation_id","fact")
);
--> statement-breakpoint
CREATE TABLE "policy" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "policy_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"title" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"issuer" text,
	"number" text,
	"level" text,
	"opens_on" date,
	"closes_on" date,
	"benefit" text,
	"cap_yuan" bigint,
	"materials" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"contact" text,
	"supersedes" text,
	"state" text NOT NULL,
	"made_at" timestamptz NOT NULL,
	"confirmed_by" bigint,
	CONSTRAINT "policy_version" UNIQUE("title","version")
);
--> statement-breakpoint
CREATE TABLE "policy_case" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "policy_case_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"policy_id" bigint NOT NULL,
	"organisation_id" bigint NOT NULL,
	"told" text,
	"told_at" timestamptz,
	"noticed_at" timestamptz,
	"stage" text,
	"stage_at" timestamptz,
	"granted_yuan" bigint,
	"paid_yuan" bigint,
	"person_id" bigint,
	CONSTRAINT "policy_case_once" UNIQUE("policy_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "policy_condition" (
	"policy_id" bigint NOT NULL,
	"n" integer NOT NULL,
	"fact" text NOT NULL,
	"test" text NOT NULL,
	"value" jsonb NOT NULL,
	"clause" text,
	"excludes" boolean DEFAULT false NOT NULL,
	CONSTRAINT "policy_condition_policy_id_n_pk" PRIMARY KEY("policy_id","n")
);
--> statement-breakpoint
CREATE TABLE "checkin" (
	"elder_id" bigint NOT NULL,
	"on_date" date NOT NULL,
	"team_id" bigint NOT NULL,
	"volunteer_id" bigint,
	"occasion_id" bigint NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"words" text,
	"answered_at" timestamptz,
	"answered_by" bigint,
	CONSTRAINT "checkin_elder_id_on_date_pk" PRIMARY KEY("elder_id","on_date")
);
--> statement-breakpoint
CREATE TABLE "absence" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "absence_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" bigint NOT NULL,
	"from_on" date NOT NULL,
	"until_on" date,
	"reason" text NOT NULL,
	"by_id" bigint NOT NULL,
	"said_at" timestamptz NOT NULL,
	"asked_on" date,
	"ended_at" timestamptz
);
--> statement-breakpoint
CREATE TABLE "duty" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "duty_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"team_id" bigint NOT NULL,
	"person_id" bigint NOT NULL,
	"on_date" date NOT NULL,
	"in_at" timestamptz,
	"out_at" timestamptz,
	"leave" text,
	"cover_id" bigint,
	"declined" bigint[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "duty_once" UNIQUE("team_id","person_id","on_date")
);
--> statement-breakpoint
CREATE TABLE "elder" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"team_id" bigint NOT NULL,
	"volunteer_id" bigint,
	"backup_id" bigint,
	"age" integer,
	"home_sealed" "bytea",
	"window_from" integer,
	"window_until" integer,
	"contacts" jsonb DEFAULT '[]'::jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "smiley" (
	"elder_id" bigint NOT NULL,
	"on_date" date NOT NULL,
	"team_id" bigint NOT NULL,
	"occasion_id" bigint,
	"state" text DEFAULT 'waiting' NOT NULL,
	"stage" text DEFAULT 'elder' NOT NULL,
	"safe_at" timestamptz,
	"greeted" boolean DEFAULT false NOT NULL,
	"vouched_by" bigint,
	"words" text,
	"asked_at" timestamptz,
	"asks" integer DEFAULT 0 NOT NULL,
	"matter_id" bigint,
	CONSTRAINT "smiley_elder_id_on_date_pk" PRIMARY KEY("elder_id","on_date")
);
--> statement-breakpoint
ALTER TABLE "expectation" ADD COLUMN "line_id" bigint;--> statement-breakpoint
ALTER TABLE "expectation" ADD COLUMN "about" text;--> statement-breakpoint
ALTER TABLE "expectation" ADD COLUMN "standing" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "channel_up" ADD COLUMN "seen_at" timestamptz;--> statement-breakpoint
ALTER TABLE "line" ADD COLUMN "notice_id" bigint;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_occasion_id_occasion_id_fk" FOREIGN KEY ("occasion_id") REFERENCES "public"."occasion"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occasion" ADD CONSTRAINT "occasion_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occasion" ADD CONSTRAINT "occasion_host_id_organisation_id_fk" FOREIGN KEY ("host_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occasion_rule" ADD CONSTRAINT "occasion_rule_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "occasion_step" ADD CONSTRAINT "occasion_step_occasion_id_occasion_id_fk" FOREIGN KEY ("occasion_id") REFERENCES "public"."occasion"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enterprise_fact" ADD CONSTRAINT "enterprise_fact_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_case" ADD CONSTRAINT "policy_case_policy_id_policy_id_fk" FOREIGN KEY ("policy_id") REFERENCES "public"."policy"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_case" ADD CONSTRAINT "policy_case_organisation_id_organisation_id_fk" FOREIGN KEY ("organisation_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_condition" ADD CONSTRAINT "policy_condition_policy_id_policy_id_fk" FOREIGN KEY ("policy_id") REFERENCES "public"."policy"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "absence" ADD CONSTRAINT "absence_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "elder" ADD CONSTRAINT "elder_person_id_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "elder" ADD CONSTRAINT "elder_team_id_organisation_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."organisation"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "elder" ADD CONSTRAINT "elder_volunteer_id_person_id_fk" FOREIGN KEY ("volunteer_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "elder" ADD CONSTRAINT "elder_backup_id_person_id_fk" FOREIGN KEY ("backup_id") REFERENCES "public"."person"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notice_next" ON "notice" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "notice_author" ON "notice" USING btree ("author_id","id");--> statement-breakpoint
CREATE INDEX "notice_about" ON "notice" USING btree ("about") WHERE about is not null;--> statement-breakpoint
CREATE INDEX "receipt_person" ON "receipt" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "receipt_room" ON "receipt" USING btree ("notice_id","room_id");--> statement-breakpoint
CREATE INDEX "occasion_of" ON "occasion" USING btree ("organisation_id","kind","on_date");--> statement-breakpoint
CREATE INDEX "occasion_host" ON "occasion" USING btree ("host_id","on_date");--> statement-breakpoint
CREATE INDEX "occasion_rule_next" ON "occasion_rule" USING btree ("next_at") WHERE next_at is not null;--> statement-breakpoint
CREATE INDEX "occasion_step_due" ON "occasion_step" USING btree ("due_at") WHERE done_at is null;--> statement-breakpoint
CREATE INDEX "policy_state" ON "policy" USING btree ("state","closes_on");--> statement-breakpoint
CREATE INDEX "policy_supersedes" ON "policy" USING btree ("supersedes");--> statement-breakpoint
CREATE INDEX "policy_case_organisation" ON "policy_case" USING btree ("organisation_id");--> statement-breakpoint
CREATE INDEX "checkin_team" ON "checkin" USING btree ("team_id","on_date");--> statement-breakpoint
CREATE INDEX "absence_person" ON "absence" USING btree ("person_id","from_on");--> statement-breakpoint
CREATE INDEX "absence_open" ON "absence" USING btree ("person_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "elder_team" ON "elder" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "elder_volunteer" ON "elder" USING btree ("volunteer_id");--> statement-breakpoint
CREATE INDEX "elder_backup" ON "elder" USING btree ("backup_id");--> statement-breakpoint
CREATE INDEX "elder_contact" ON "elder" USING gin ("contacts" jsonb_path_ops);--> statement-breakpoint
CREATE INDEX "smiley_team" ON "smiley" USING btree ("team_id","on_date");--> statement-breakpoint
CREATE INDEX "expectation_line" ON "expectation" USING btree ("line_id") WHERE closed_at is null and line_id is not null;--> statement-breakpoint
CREATE INDEX "expectation_about" ON "expectation" USING btree ("about") WHERE closed_at is null and about is not null;--> statement-breakpoint
CREATE INDEX "line_notice" ON "line" USING btree ("notice_id","room_id") WHERE notice_id is not null;