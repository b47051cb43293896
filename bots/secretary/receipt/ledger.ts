import { type Effect, flow, type Flow, say, tell } from "../../../src/flow/index.ts";
import { type Ledger, type LedgerRow, type Notice, ledgerOf, noticesFor, rosterOf, titleOf } from "../../../src/notice/index.ts";
import type { Directory, Turn } from "../../../src/people/index.ts";
import { chainNamed, teamNamed } from "../announce/audience.ts";
import { homeOf, withHome } from "../announce/kind.ts";
import { KNOWN_MS } from "../announce/pick.ts";
import { peopleOf, scopeOf } from "../announce/scope.ts";

const MOST_NAMED = 40;
const MOST_ROWS = 20;
const LEDGER = /台账|导出|明细|名单|表格?/u;
const MOST_SAID = 5;

/** For whom somebody may ask: a secretary and a leader for theirs, a commissioner for their enterprises. */
function answersFor({ who, directory }: Turn): number[] {
  const enterprises = directory.roles(who.id).flatMap((each) => (each.kind === "commissioner" ? [each.organisation_id] : []));
  const own = rosterOf({ organisations: enterprises }, directory).map((each) => each.person);
  return [...new Set([...peopleOf(scopeOf(who.id, directory), directory), ...own])];
}

/** `氟硅链还有谁没收到`: the chain, team or enterprise that is named. */
function placeIn(words: string, directory: Directory): { name: string; people: number[] } | undefined {
  const said = /^(?:请问|看看|查一?下)?(.{2,16}?)(?:链|的|里)*(?:还有|有|都有|到底)?(?:谁|哪些|哪几|几家|多少|的?回执|都?收到|没)/u.exec(words)?.[1];
  const one = said && (chainNamed(said, directory) ?? teamNamed(said, directory) ?? directory.organisationNamed(said));
  if (!one) return undefined;
  const rooms = [...directory.rooms.values()].flatMap((each) => (each.organisation_id === one.id ? [each.id] : []));
  return { name: one.name, people: rosterOf({ organisations: [one.id], rooms }, directory).map((each) => each.person) };
}

const meant = ({ found }: { found: Notice[] }, turn: Turn): Notice | undefined => {
  const sent = found.filter((each) => (each.state === "sent" || each.state === "withdrawn") && each.confirms && each.sent_at !== null);
  return sent.find((each) => each.id === turn.notice) ?? sent.find((each) => each.state === "sent") ?? sent[0];
};

/** Everything to whoever wrote it and to the town's secretaries; else only those one answers for. */
function shown(one: Notice | undefined, text: string, turn: Turn): number[] | null {
  const place = placeIn(text, turn.directory);
  if (one?.author_id === turn.who.id || turn.directory.isTown(turn.who.id, "secretary")) return place?.people ?? null;
  const own = answersFor(turn);
  return place ? own.filter((each) => place.people.includes(each)) : own;
}

const asking = (name: string) =>
  flow<Turn>(name)
    .look("found", noticesFor, (a, turn) => {
      const place = placeIn(a.text, turn.directory);
      const town = turn.directory.isTown(turn.who.id, "secretary");
      return { author: place ? 0 : turn.who.id, everything: town && !place, people: place?.people ?? answersFor(turn), since: turn.now - KNOWN_MS };
    })
    .look("ledger", ledgerOf, (a, turn) => {
      const one = meant(a, turn);
      return { notice: one?.id ?? null, people: shown(one, a.text, turn), whole: LEDGER.test(a.text) };
    });

/** `还有谁没收到`: how many of how many, by name, with the reasons why somebody could not be told. */
export const askReceipts: Flow<Turn> = asking("receipt.ask")
  .opensOn([], { understands: "receipt.ask" })
  .ends((a, turn) => {
    const one = meant(a, turn);
    const waiting = a.found.find((each) => each.sent_at === null && each.state !== "withdrawn" && each.author_id === turn.who.id);
    if (!one && waiting) return [say(`“${titleOf(waiting)}”还没有发出去，发出以后再问我谁没收到。`)];
    if (!one || !a.ledger.total) return [say("没有找到您能看回执的通知；通知发出后，发通知的人和上级可以问“还有谁没收到”。")];
    const place = placeIn(a.text, turn.directory);
    return [LEDGER.test(a.text) ? table(one, a.ledger, turn) : say(told(one, a.ledger, place?.name, turn))];
  });

function told(one: Notice, ledger: Ledger, place: string | undefined, { directory }: Turn): string {
  const named = (state: string, print: (row: LedgerRow) => string): string => {
    const rows = ledger.rows.filter((each) => each.state === state);
    return rows.slice(0, MOST_NAMED).map(print).join("、") + (rows.length > MOST_NAMED ? "等" : "");
  };
  const name = (row: LedgerRow): string => withHome(directory.person(row.person), directory);
  const [missing, unreachable, left] = [named("expected", name), named("unreachable", (row) => `${name(row)}：${row.failure ?? ""}`), named("left", name)];
  const remarks = ledger.rows.filter((each) => each.remark !== null).slice(0, MOST_SAID);
  return [
    `“${titleOf(one)}”${one.state === "withdrawn" ? "（已撤回）" : ""}${place ? `（${place}）` : ""}已确认${ledger.confirmed}/${ledger.total}，1小时内${ledger.hour}，24小时内${ledger.day}。`,
    missing ? `还没确认：${missing}。` : "",
    unreachable ? `没有送达：${unreachable}。` : "",
    ledger.failed.length ? `没有说到的群：${ledger.failed.map((each) => `“${each.room}”（${each.failure}）`).join("、")}。` : "",
    left ? `已离开：${left}（仍算在总数里）。` : "",
    ledger.joined.length
      ? `发送后新来的：${ledger.joined
          .slice(0, MOST_NAMED)
          .map((each) => directory.person(each).name)
          .join("、")}（不在名单里，要告诉他们请说“补发”）。`
      : "",
    ...remarks.map((each) => `${directory.person(each.person).name}说：${each.remark}`),
    ledger.confirmed === ledger.total ? "全部确认了。" : "",
  ]
    .filter(Boolean)
    .join("\n");
}

const STATES: Record<string, string> = { expected: "未确认", confirmed: "已确认", unreachable: "未送达", left: "已离开" };

/** The ledger as a picture and a spreadsheet, its first rows in words. */
function table(one: Notice, ledger: Ledger, { directory, calendar }: Turn): Effect {
  const rows = ledger.rows.map((row) => [
    directory.person(row.person).name,
    homeOf(row.person, directory) ?? "",
    STATES[row.state] ?? row.state,
    row.confirmed_at === null || row.state !== "confirmed" ? "" : calendar.print(row.confirmed_at),
    row.failure ?? row.remark ?? row.evidence ?? "",
  ]);
  const columns = ["姓名", "单位", "状态", "时间", "说明"];
  const name = `“${titleOf(one)}”回执台账`;
  const said = [columns, ...rows.slice(0, MOST_ROWS)].map((row) => row.join("｜").replace(/｜+$/u, ""));
  const more = ledger.total > MOST_ROWS ? [`（共${ledger.total}人，其余见表格）`] : [];
  return say([`${name}，已确认${ledger.confirmed}/${ledger.total}`, ...said, ...more].join("\n"), { sheet: { name, columns, rows } });
}

/** `补发`: whoever came after the sending is told too. They are on no roster, so nothing counts by it. */
export const tellJoined: Flow<Turn> = asking("notice.tell-joined")
  .opensOn(["补发通知", "补发"])
  .ends((a, turn): Effect[] => {
    const one = meant(a, turn);
    const may = one?.author_id === turn.who.id || turn.directory.isTown(turn.who.id, "secretary");
    if (!one || !may || !a.ledger.joined.length) return [say("没有要补发的人。")];
    const names = a.ledger.joined.map((each) => turn.directory.person(each).name);
    return [say(`已补发给${names.join("、")}，不计入回执。`), ...a.ledger.joined.map((each) => tell(each, `补发通知：${one.text}`))];
  });
