-- A conversation is locked by `for update`; most lines never get a platform's id.
DROP INDEX "line_message";--> statement-breakpoint
CREATE INDEX "line_message" ON "line" USING btree ("channel","message_id") WHERE message_id is not null;--> statement-breakpoint
ALTER TABLE "conversation" DROP COLUMN "revision";
