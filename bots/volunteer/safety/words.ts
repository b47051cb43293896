import { type IntentWords, rule } from "../../../src/assist/intent-words.ts";

export const words: readonly IntentWords[] = [
  { intent: "safety.alert", examples: ["昨晚有陌生人敲门", "楼下有人鬼鬼祟祟", "有人冒充社区骗老人钱", "3号楼门锁被撬了", "接到诈骗电话，让我转账"], nearMiss: "敲门没人应", rules: [rule(0.96, /陌生(人|男|女|电话|车|的人)|可疑|鬼鬼祟祟|撬(门|锁|开|了)|被撬|小偷|被(偷|盗)|偷(了|东西|电瓶)|诈骗|骗子|(被|受|冒充|怕|差点).{0,8}骗|骗(老人|我|她|他|钱)|尾随|跟踪|闯进|砸门|转账.{0,6}(让|叫|要)|让.{0,6}转账|冒充/u, /补贴|低保|骗保|商业|合同|企业|冒领|员工|公司/u)] },
];
