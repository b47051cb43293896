import type { User } from "../bot-api/server.ts";

/** One chain, and one who raises problems at the far end. */
export const townOf = (rong: User) => ({
  name: "示例市",
  people: [{ name: "荣师傅", accounts: { telegram: String(rong.id) } }],
  chains: [
    {
      name: "氟硅材料",
      code: "氟硅",
      leader: "周链长",
      secretary: "孙书记",
      bank: { name: "示例银行", people: ["钱经理"] },
      enterprises: [{ name: "森荣新材料", people: ["荣师傅"], commissioner: "李专员" }],
    },
  ],
  secretaries: ["孙书记"],
});
