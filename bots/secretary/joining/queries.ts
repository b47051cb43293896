import type { Query as Sql } from "../../../src/db/connect.ts";
import { query } from "../../../src/flow/index.ts";

export type Invitation = { id: number; person_id: number };
export const invitationFor = query<Invitation | undefined>("invitation.for");

async function readInvitations(sql: Sql, args: readonly { code: string }[]): Promise<(Invitation | undefined)[]> {
  const rows = await sql<(Invitation & { code: string })[]>`
    select id, person_id, code from invitation where used_at is null and code = any(${args.map((each) => each.code)}::text[])`;
  return args.map((each) => rows.find((row) => row.code === each.code));
}

export const looks = { [invitationFor.name]: readInvitations };
