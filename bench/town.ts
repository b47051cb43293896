export const CHAINS = 20;

/** A town of so many people, each an enterprise of their own, on twenty chains with everybody who answers for them. */
export function townOf(people: number): { name: string; secretaries: string[]; chains: object[] } {
  const share = people / CHAINS;
  return {
    name: "岚山",
    secretaries: ["书记"],
    chains: Array.from({ length: CHAINS }, (_, chain) => ({
      name: `链${chain}`,
      code: `链${"甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"[chain]}`,
      leader: `链长${chain}`,
      secretary: `链书记${chain}`,
      bank: { name: `银行${chain}`, people: [`经理${chain}`] },
      legal: { name: `律所${chain}`, people: [`律师${chain}`] },
      policy: { name: `专班${chain}`, people: [`科长${chain}`] },
      experts: { name: `专家${chain}`, people: [`总工${chain}`] },
      enterprises: Array.from({ length: share }, (_each, at) => {
        const n = chain * share + at;
        return { name: `企业${n}`, people: [`人${n}`], commissioner: `专员${n % 50}` };
      }),
    })),
  };
}
