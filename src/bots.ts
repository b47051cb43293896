import * as enterprise from "../bots/enterprise/index.ts";
import * as secretary from "../bots/secretary/index.ts";
import * as volunteer from "../bots/volunteer/index.ts";
import { words } from "../bots/words.ts";
import type { Asks } from "./assist/model/asks.ts";
import type { Model } from "./assist/model/model.ts";
import { createSuggest } from "./assist/model/suggest.ts";
import { createUnderstanding } from "./assist/understanding.ts";
import type { Inquiry, Reads, Suggest, Understand, Work } from "./conversation/index.ts";

/** What a capability brings; what a model reads for it and is asked come with the question. */
type Capability = Partial<Omit<Work, "reads" | "inquiries">> & {
  reads?: readonly (Reads & { asks: Asks })[];
  inquiries?: readonly (Inquiry & { asks: Asks })[];
};

/** The bots of this program: a new one is a new folder and one line here. */
const capabilities = [enterprise, secretary, volunteer].flatMap((bot) => bot.capabilities as readonly object[] as readonly Capability[]);

const reads = capabilities.flatMap((each) => each.reads ?? []);
const inquiries = capabilities.flatMap((each) => each.inquiries ?? []);
const asks = new Map([...reads.map((each) => [each.flow, each.asks] as const), ...inquiries.map((each) => [each.task, each.asks] as const)]);

/** What all their capabilities bring, put together. */
const work: Work = {
  flows: capabilities.flatMap((each) => each.flows ?? []),
  kinds: capabilities.flatMap((each) => each.kinds ?? []),
  looks: Object.assign({}, ...capabilities.map((each) => each.looks)) as Work["looks"],
  deeds: Object.assign({}, ...capabilities.map((each) => each.deeds)) as Work["deeds"],
  occasions: capabilities.flatMap((each) => each.occasions ?? []),
  notices: capabilities.flatMap((each) => each.notices ?? []),
  listens: capabilities.flatMap((each) => each.listens ?? []),
  towns: capabilities.flatMap((each) => each.towns ?? []),
  personal: capabilities.flatMap((each) => each.personal ?? []),
  reads,
  inquiries,
};

export function createBots(): { work: Work; understand: Understand; suggestBy(model: Model): Suggest } {
  const understanding = createUnderstanding(words);
  const served = new Set(work.flows.flatMap((each) => each.intents));
  return {
    work,
    understand: (text, context) => understanding.understand(text, context),
    suggestBy: (model) =>
      createSuggest(
        model,
        words.filter((each) => served.has(each.intent)),
        asks,
      ),
  };
}
