import { chains, SILENT } from "./town.ts";

/** What people do in a step; the program has answered everything before the next one begins. */
export type Hands = {
  /** Privately, or in the group of that chain. */
  says(who: string, words: string, where?: { in: number } | { photo: string }): void;
  /** The button of the newest message there that is about the raiser's first matter. */
  presses(who: string, label: string, raiser: string): void;
  /** The number of the matter that this person raised first. */
  no(raiser: string): string;
  /** `npx lianxin import` of the changed town, while the program runs. */
  imports(): Promise<void>;
  /** The far end refuses the next line for a second. */
  busy(): void;
};
/** `to`: the sandbox's clock is turned there, days after the Monday on which it all begins. */
export type Step = { name: string; does?: (hands: Hands) => void | Promise<void>; to?: [days: number, time: string] };

const ME = "@lianxin_bot";
const each = (does: (one: (typeof chains)[number], n: number) => void): void => chains.forEach(does);

/** Three chains live the same fortnight side by side; words and sums differ, so that nobody's can be taken for another's. */
export const script: readonly Step[] = [
  { name: "the program starts on an empty folder", to: [0, "09:00"] },
  {
    name: "everybody says hello privately",
    does: ({ says }) => each((one) => [one.leader, one.secretary, one.bank, one.commissioner, ...one.raisers].forEach((who) => says(who, "帮助"))),
  },
  {
    name: "problems in groups, with photos, half said; and talk among people",
    does: ({ says }) =>
      each(({ raisers: [first, second, third] }, n) => {
        says(first, `${ME} 流动资金缺${n + 3}00万，银行说抵押物不够`, { in: n });
        says(second, `招不到焊工，缺${n + 5}个人`, { photo: `岗位${n}` });
        says(third, "反映问题");
        says(third, "中午一起吃饭吗", { in: n });
      }),
  },
  {
    name: "the rest is said, a sum corrected, somebody cannot be reached",
    does: ({ says }) => {
      each(({ raisers: [first, , third] }, n) => {
        says(third, `和客户的合同纠纷一直拖着，货款${n + 2}0万要不回来`);
        says(first, `说错了，是${n + 3}50万`);
      });
      says(chains[0]?.raisers[1] ?? "", "技改补贴的申报材料一直批不下来");
    },
  },
  { name: SILENT, to: [0, "09:30"] },
  {
    name: "owners accept, by a button and by words",
    does: ({ presses, says, no }) =>
      each(({ bank, commissioner, raisers: [first, second] }) => {
        presses(bank, "接单", first);
        says(commissioner, `${no(second)} 接单`);
      }),
  },
  {
    name: "questions, progress, and a lunch",
    does: ({ says, no }) =>
      each(({ bank, raisers: [first, second, third] }, n) => {
        says(bank, `${no(first)} 已联系`);
        says(second, `${no(second)} 怎么样了`);
        says(third, "转人工");
        says(first, "食堂今天吃饺子", { in: n });
      }),
  },
  {
    name: "the secretaries write an announcement",
    does: ({ says }) => each(({ code, secretary }, n) => says(secretary, `给${code}链的企业发通知：周五下午${n + 2}点开会`)),
  },
  { name: "and send it", does: ({ says }) => each(({ secretary }) => says(secretary, "1")) },
  {
    name: "one has got it, one has a remark",
    does: ({ says }) =>
      each(({ raisers: [first, second] }, n) => {
        says(first, "收到", { in: n });
        says(second, "收到，不过那天可能去不了", { in: n });
      }),
  },
  { name: "somebody begins in the group and goes away", does: ({ says }) => each(({ raisers: [, second] }, n) => says(second, `${ME} 反映问题`, { in: n })) },
  { name: "an hour later they are reminded", to: [0, "11:10"] },
  {
    name: "promises and progress",
    does: ({ says, no }) =>
      each(({ commissioner, bank, raisers: [first, second] }) => {
        says(commissioner, `${no(second)} 进展：已经发了招聘启事`);
        says(bank, `${no(first)} 周五前办好`);
      }),
  },
  { name: "nobody accepted the law matters: the ladder begins", to: [0, "15:30"] },
  { name: "the next day, what was half said is handed to a person", to: [1, "11:30"] },
  { name: "the banks are done", does: ({ says, no }) => each(({ bank, raisers: [first] }) => says(bank, `${no(first)} 已办结，授信批下来了`)) },
  { name: "return visits", to: [2, "10:30"] },
  {
    name: "solved, not solved, and silence",
    does: ({ says }) => {
      says(chains[0]?.raisers[0] ?? "", "解决了");
      says(chains[1]?.raisers[0] ?? "", "没解决");
    },
  },
  { name: "five points; something is withdrawn", does: ({ says, no }) => (says("荣师傅", "5分"), says("张师傅", `${no("张师傅")} 撤回`)) },
  { name: "further up the ladder, and asked again", to: [4, "10:30"] },
  {
    name: "a pause, a wrong lane, and a refused line",
    does: ({ says, no, busy }) => {
      busy();
      says("李专员", `${no("何师傅")} 暂停，等环评批复`);
      says("严专员", `${no("金师傅")} 转政策`);
      says("尤专员", "还有哪些没办");
    },
  },
  { name: "the refused line again", to: [4, "10:40"] },
  { name: "the bank's person changes, and their matters change hands", does: ({ imports }) => imports(), to: [4, "11:00"] },
  { name: "over the weekend; somebody is to call", to: [7, "11:00"] },
  {
    name: "everybody asks how it stands",
    does: ({ says, no }) => each(({ raisers }) => raisers.forEach((who) => says(who, `${no(who)} 怎么样了`))),
  },
  { name: "bystanders are forgotten", to: [9, "13:40"] },
  { name: "the last are solved", does: ({ says, no }) => each(({ raisers: [, , third] }) => says(third, `${no(third)} 解决了`)) },
  { name: "and a fortnight is over", to: [14, "10:50"] },
];
