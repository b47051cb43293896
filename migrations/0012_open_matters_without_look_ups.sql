-- A matter is opened by the transaction that has just read what it names. Each statement locks both tables for a moment only.
ALTER TABLE "matter" DROP CONSTRAINT "matter_organisation_id_organisation_id_fk";
--> statement-breakpoint
ALTER TABLE "matter" DROP CONSTRAINT "matter_chain_id_organisation_id_fk";
--> statement-breakpoint
ALTER TABLE "matter" DROP CONSTRAINT "matter_room_id_room_id_fk";
--> statement-breakpoint
ALTER TABLE "matter_event" DROP CONSTRAINT "matter_event_matter_id_matter_id_fk";
--> statement-breakpoint
ALTER TABLE "matter_event" DROP CONSTRAINT "matter_event_by_id_person_id_fk";
