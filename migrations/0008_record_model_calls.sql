-- What was asked of a model, for its budget. The table is new: nothing waits for a lock.
CREATE TABLE "model_call" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "model_call_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamptz NOT NULL,
	"task" text NOT NULL,
	"room_id" bigint,
	"outcome" text NOT NULL,
	"mode" text,
	"tokens_in" integer DEFAULT 0 NOT NULL,
	"tokens_out" integer DEFAULT 0 NOT NULL,
	"took_ms" integer
);
--> statement-breakpoint
CREATE INDEX "model_call_day" ON "model_call" USING btree ("at","room_id");