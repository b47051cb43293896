-- Which process does what only one may do at a time.
CREATE TABLE "lease" (
	"name" text PRIMARY KEY NOT NULL,
	"holder" text NOT NULL,
	"until_at" timestamptz NOT NULL
);
