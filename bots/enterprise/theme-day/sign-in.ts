import { NUMBER, numberOf } from "../../../src/flow/asks/numerals.ts";
import { type Ask, deed, flow, type Flow, say } from "../../../src/flow/index.ts";
import type { Turn } from "../../../src/people/index.ts";
import { rotaArgs } from "./find.ts";
import { rotaOf } from "./queries.ts";
import { dayOf } from "./words-of.ts";

const MOST = 500;
const PEOPLE = new RegExp(String.raw`(${NUMBER})\s*(?:个人|个|人|位|名)`, "u");
/** 签到, with a name or a number of people beside it. */
const SIGN_IN = new RegExp(
  String.raw`^(?:(?:我们?|咱们?|[\p{Script=Han}]{2,8})?(?:已经?|来)?(?:签到|签个到|打卡)(?:了|啦)?[，,\s]*(?:(?:我们?|一共|共|到了|来了)?${NUMBER}(?:个人|个|人|位|名))?(?:到了|来了)?|(?:我们?)?(?:一共|共)?${NUMBER}(?:个人|人|位|名)(?:签到|到了))[。！!～~\s]*$`,
  "u",
);

/** Strict: it is read in the group without the bot being called. Opened on the intent, any such words will do. */
const signIn: Ask<{ count?: number }> = {
  kind: "sign-in",
  read: (text) => (SIGN_IN.test(text.trim()) ? { ok: true, value: counted(text) } : { ok: false, say: "到场请回复“签到”。" }),
  spot: (text) => ({ value: counted(text), words: text }),
  print: () => "签到",
  examples: ["签到", "签到，3人"],
};
const counted = (text: string): { count?: number } => {
  const count = numberOf(PEOPLE.exec(text)?.[1] ?? "");
  return count !== undefined && Number.isInteger(count) && count > 0 ? { count } : {};
};

/** Whoever is there says so, on the day. */
export const signInToSession: Flow<Turn> = flow<Turn>("session.in")
  .opensOn([], { understands: "duty.in" })
  .ask("came", signIn, "到场请回复“签到”。")
  .look("rota", rotaOf, rotaArgs)
  .ends((a, turn) => {
    const { directory, who, calendar, limits, now } = turn;
    const today = calendar.dateOf(now);
    const one = a.rota.find((each) => each.on_date === today && (each.state === "planned" || each.state === "held"));
    if (!one) return [say("今天没有您要签到的主题党日。")];
    if (now < calendar.at(today, limits.rota_day_at))
      return [say(`今天${calendar.print(one.at).slice(-5)}的主题党日还没有开始签到，${limits.rota_day_at}以后再来。`)];
    const { count } = a.came;
    if (count !== undefined && count > MOST) return [say(`人数太多了，最多${MOST}人，请再说一次，例如“签到，3人”。`)];
    const home = directory.enterprise(who.id);
    return [
      deed("attendance.came", { occasion: one.id, person: who.id, organisation: home?.id ?? null, count: count ?? null }),
      say(`签到成功：${home ? `${home.name} ` : ""}${who.name}${count ? `，${count}人` : ""}（${dayOf(one, turn)}主题党日）。`),
    ];
  });
