import type { Ask } from "../../../src/flow/index.ts";

/** What a host says of their session. */
export type HostWords = { topic?: string; place?: string };

const TOPIC = /主题(?:改成|改为|暂?定为|暂?定在|就?是|为|叫|定了)?[：:，,\s]*[“"「]?([^，,。；;”"」\n]{2,40})/u;
const PLACE =
  /(?:地点|会场|地方)(?:改到|改在|就?在|暂?定在|放在|是|为|定了)?[：:，,\s]*(?:在)?([^，,。；;\n]{2,40})|[，,；;]\s*(?:就)?在([^，,。；;\n]{2,30})/u;
const AGREED =
  /^(?:好的?|行|可以|没问题|收到|同意|确认|确认承办|确认主办|嗯+|ok|1|我们(?:来)?承办)(?:[，,。！!\s]*(?:没问题|我们(?:来)?(?:承)?办|承办|谢谢|已经在准备))*[。！!\s]*$/iu;
const PLAIN = /^([^，,。；;\d]{2,20})[，,、；;]\s*(?:就?在)?([^，,。；;]{1,20}(?:室|楼|厅|中心|厂|厂区|车间|礼堂|基地|馆|食堂|公司))[。]?$/u;
const OTHERWISE = /换|轮空|跳过|办不了|顺延|不办|[吗？?]/u;
/** A place alone, said when only that was asked. */
const ALONE = /^(?:就?在|放在|定在)?([^，,。；;？?\s]{2,20})[。]?$/u;

/** Confirms, names topic and place: `主题是安全生产，地点在三楼会议室`, or the two in this order. Other words are none of its business. */
export function hostWords(want: unknown): Ask<HostWords> {
  return {
    kind: "host-words",
    read: (text) => {
      const value = OTHERWISE.test(text) ? undefined : wordsIn(text.trim(), want);
      return value ? { ok: true, value } : { ok: false, say: "请回复“确认承办”，或告诉我主题和地点。" };
    },
    spot: () => undefined,
    print: ({ topic, place }) => [topic, place].filter(Boolean).join("，"),
    examples: ["主题是安全生产，地点在三楼会议室"],
  };
}

function wordsIn(text: string, want: unknown): HostWords | undefined {
  if (AGREED.test(text)) return {};
  const [topic, at] = [TOPIC.exec(text)?.[1], PLACE.exec(text)];
  const place = at?.[1] ?? at?.[2];
  if (topic || (place && /地点|会场|地方/u.test(text))) return { ...(topic ? { topic: topic.trim() } : {}), ...(place ? { place: place.trim() } : {}) };
  const plain = PLAIN.exec(text);
  if (plain?.[1] && plain[2]) return { topic: plain[1], place: plain[2] };
  const alone = want === "place" && !/[万元]|怎么|什么|谁|好的|收到/u.test(text) ? ALONE.exec(text)?.[1] : undefined;
  return alone ? { place: alone } : undefined;
}
