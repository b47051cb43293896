import { z } from "zod";
import type { Asks } from "../../../src/assist/model/asks.ts";
import { spanOf } from "../../../src/assist/model/stands.ts";
import type { Asked, Inquiry } from "../../../src/conversation/index.ts";
import type { Query } from "../../../src/db/connect.ts";
import { tell } from "../../../src/flow/index.ts";
import type { Clock } from "../../../src/matter/index.ts";
import { entriesIn, numbered } from "./numbered.ts";

/* A new report and the open ones of its chain: which may be about the same cause is suggested to whoever owns them. Nothing is
   merged. */

const DEADLINE_MS = 15_000;
/** So many open reports are compared, those of its lane first, not older than this. */
const MOST_COMPARED = 8;
const DAYS = 60;
const LONGEST = 200;
const MOST_SAME = 2;

type Report = { id: number; no: string; owner_id: number; organisation_id: number | null; detail: string };
type Compared = { one: Report; others: Report[] };

const shape = z.object({ same: z.array(z.object({ number: z.number(), here: z.string(), there: z.string() })) });
type Answer = z.infer<typeof shape>;
type Same = { number: number; here: string; there: string };

/** Both must say so in their own words. */
function believed(answer: Answer, source: string): Same[] | undefined {
  const entries = entriesIn(source);
  const found = answer.same.flatMap(({ number, here, there }): Same[] => {
    const [mine, theirs] = [spanOf(here, entries.get(0) ?? ""), number === 0 ? undefined : spanOf(there, entries.get(number) ?? "")];
    return mine && theirs && mine.length > 1 && theirs.length > 1 ? [{ number, here: mine, there: theirs }] : [];
  });
  return found.length ? found.slice(0, MOST_SAME) : undefined;
}

const asks: Asks<Answer, Same[]> = {
  task: "same",
  instruction: [
    "下面的资料是企业反映的问题，每条前面有编号。[0] 是刚反映的。哪几条和 [0] 说的是同一个原因造成的同一件事（同一次停气、同一条路、同一个部门卡住的同一件事）？",
    "只是类别相近的不算，拿不准的不算；没有就给空表。number 填编号，here 照抄 [0] 里说明这一点的几个字，there 照抄那一条里的几个字。",
  ].join("\n"),
  shape,
  most: 4_000,
  deadlineMs: DEADLINE_MS,
  believed,
};

async function readCompared(sql: Query, asked: readonly Asked[], { now }: Clock): Promise<({ words: string; known: Compared } | undefined)[]> {
  const since = now - DAYS * 86_400_000;
  const rows = await sql<(Report & { asked: number })[]>`
    select a.id as asked, o.id, o.no, o.owner_id, o.organisation_id, o.detail
    from matter a cross join lateral (
      select m.* from matter m
      where m.id = a.id or (m.chain_id = a.chain_id and m.id < a.id and m.kind = 'problem' and not m.private
        and m.state in ('new', 'accepted', 'in_progress', 'done') and m.opened_at > ${since}::timestamptz)
      order by m.id = a.id desc, m.lane is not distinct from a.lane desc, m.id desc limit ${MOST_COMPARED + 1}) o
    where a.id = any(${asked.map((each) => each.matter_id)}::bigint[]) and not a.private`;
  return asked.map(({ matter_id }) => {
    const mine = rows.filter((each) => each.asked === matter_id);
    const one = mine.find((each) => each.id === matter_id);
    const others = mine.filter((each) => each.id !== matter_id);
    if (!one || !others.length) return undefined;
    const words = numbered(
      [one, ...others].map(({ detail }) => detail.slice(0, LONGEST).replaceAll(/\s+/gu, " ")),
      0,
    );
    return { words, known: { one, others } };
  });
}

/** Told to the owners of both; each goes on with theirs. */
function suggested(same: readonly Same[], { one, others }: Compared, { directory }: Clock) {
  const named = ({ no, organisation_id }: Report, words: string): string =>
    `${no}（${directory.organisation(organisation_id)?.name ?? "没有写企业"}说“${words}”）`;
  return same.flatMap(({ number, here, there }) => {
    const other = others[number - 1];
    if (!other) return [];
    const text = `机器提示：${named(one, here)}和${named(other, there)}像是同一件事，请您看看。没有合并，各自照常办理和回访。`;
    return [...new Set([one.owner_id, other.owner_id])].map((owner) => tell(owner, text, { matter: owner === one.owner_id ? one.id : other.id }));
  });
}

export const same: Inquiry<Compared> & { asks: Asks } = {
  task: "same",
  asks: asks as Asks,
  gather: readCompared,
  makes: (value, known, _, clock) => (value && known ? suggested(value as Same[], known, clock) : []),
};
