import { featuresOf } from "./features.ts";

/** Measured by leaving out a third of the examples in turn: five rounds read no better. */
const ROUNDS = 2;
const RATE = 1.5;
const START = 1e-2;
/** What counts weigh at the start, and what a feature counts that was never seen with an intent. */
const [COUNTED, UNSEEN] = [0.6, 0.1];
/** A share of blame below this is not worth a step: most intents are far away from most sentences. */
const LEAST_BLAME = 1e-3;
/** Sentences are taken in an order that mixes intents, the same every time: a step that divides no ordinary number. */
const STRIDE = 7919;

export type Classifier = {
  intents: readonly string[];
  /** Log-odds without a common zero, by the intent's place; valid until the next call. */
  score(text: string): Float32Array;
  /** How much a feature speaks for an intent. */ weight(feature: number, intent: number): number;
};

export type Sentence = { text: string; intent: string };
/** What was learnt: for each feature in `vocabulary`, how much it speaks for each of the intents. */
export type Learnt = { intents: readonly string[]; vocabulary: readonly number[]; weights: Float32Array };

export const train = (sentences: readonly Sentence[]): Classifier => classifierOf(learn(sentences));

/** Learns by the logistic rule (Adagrad steps) which characters and pairs speak for which intent. Deterministic. */
export function learn(sentences: readonly Sentence[]): Learnt {
  const intents = [...new Set(sentences.map((each) => each.intent))];
  const places = new Map(intents.map((intent, at) => [intent, at]));
  const width = intents.length;
  const vocabulary = new Map<number, number>();
  const rows = sentences.map(({ text, intent }) => {
    const features = featuresOf(text).map((feature) => {
      const known = vocabulary.get(feature) ?? vocabulary.size;
      vocabulary.set(feature, known);
      return known * width;
    });
    return { features, wanted: places.get(intent) ?? 0, scale: 1 / Math.sqrt(features.length) };
  });
  const weights = new Float32Array(vocabulary.size * width);
  count(rows, weights, width);
  const paid = new Float32Array(weights.length).fill(START);
  const drift = new Float32Array(weights.length);
  const scores = new Float32Array(width);
  const blamed = new Int32Array(width);
  for (let round = 0; round < ROUNDS; round++)
    for (let at = 0; at < rows.length; at++) {
      const row = rows[(at * STRIDE + round) % rows.length] as Row;
      add(scores, weights, row);
      toShares(scores);
      scores[row.wanted] = (scores[row.wanted] as number) - 1;
      step(scores, { weights, paid, drift, late: round === ROUNDS - 1 ? at / rows.length : 0 }, row, blamed);
    }
  // What counts is the mean over the last round: where it happened to end depends on who came last.
  for (let at = 0; at < weights.length; at++) weights[at] = (weights[at] as number) - (drift[at] as number);
  return { intents, vocabulary: [...vocabulary.keys()], weights };
}

export function classifierOf({ intents, vocabulary, weights }: Learnt): Classifier {
  const width = intents.length;
  const places = new Map(vocabulary.map((feature, at) => [feature, at * width]));
  const scores = new Float32Array(width);
  return {
    intents,
    score(text) {
      const features = featuresOf(text);
      const known: number[] = [];
      for (const feature of features) {
        const place = places.get(feature);
        if (place !== undefined) known.push(place);
      }
      add(scores, weights, { features: known, scale: 1 / Math.sqrt(features.length) });
      return scores;
    },
    weight: (feature, intent) => weights[(places.get(feature) ?? Number.NaN) + intent] ?? 0,
  };
}

type Row = { features: readonly number[]; wanted: number; scale: number };

/** Where learning starts: how much more often a feature stands in sentences of an intent than in those of the others (naive
 *  Bayes). Half of what the steps would have to learn is counted. */
function count(rows: readonly Row[], weights: Float32Array, width: number): void {
  const total = new Float64Array(width).fill((UNSEEN * weights.length) / width);
  for (const { features, wanted } of rows) {
    for (const from of features) weights[from + wanted] = (weights[from + wanted] as number) + 1;
    total[wanted] = (total[wanted] as number) + features.length;
  }
  for (let from = 0; from < weights.length; from += width) {
    let middle = 0;
    for (let at = 0; at < width; at++) {
      const odds = Math.log(((weights[from + at] as number) + UNSEEN) / (total[at] as number));
      weights[from + at] = odds;
      middle += odds / width;
    }
    for (let at = 0; at < width; at++) weights[from + at] = COUNTED * ((weights[from + at] as number) - middle);
  }
}

/** Four features at a time: half of the start is spent here. */
function add(scores: Float32Array, weights: Float32Array, { features, scale }: Omit<Row, "wanted">): void {
  scores.fill(0);
  const fours = features.length - (features.length % 4);
  for (let each = 0; each < fours; each += 4) {
    const [a, b, c, d] = [features[each] as number, features[each + 1] as number, features[each + 2] as number, features[each + 3] as number];
    for (let at = 0; at < scores.length; at++)
      scores[at] =
        (scores[at] as number) + (weights[a + at] as number) + (weights[b + at] as number) + (weights[c + at] as number) + (weights[d + at] as number);
  }
  for (let each = fours; each < features.length; each++) {
    const from = features[each] as number;
    for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] as number) + (weights[from + at] as number);
  }
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] as number) * scale;
}

/** Log-odds to shares of one, in place. */
export function toShares(scores: Float32Array): void {
  let most = -Infinity;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  for (let at = 0; at < scores.length; at++) sum += scores[at] = Math.exp((scores[at] as number) - most);
  for (let at = 0; at < scores.length; at++) scores[at] = (scores[at] as number) / sum;
}

/** `drift`: how far the weights are from their mean over the last round; `late`: how much of it is over, 0…1. */
type Learning = { weights: Float32Array; paid: Float32Array; drift: Float32Array; late: number };

/** Feature by feature, so that what lies together is touched together. `blamed` is room for the places that are worth a step. */
function step(blame: Float32Array, { weights, paid, drift, late }: Learning, { features, scale }: Row, blamed: Int32Array): void {
  let count = 0;
  for (let at = 0; at < blame.length; at++) {
    const share = (blame[at] as number) * scale;
    blame[at] = share;
    if (share >= LEAST_BLAME || share <= -LEAST_BLAME) blamed[count++] = at;
  }
  for (let each = 0; each < features.length; each++) {
    const from = features[each] as number;
    for (let n = 0; n < count; n++) {
      const at = blamed[n] as number;
      const share = blame[at] as number;
      const cost = (paid[from + at] as number) + share * share;
      paid[from + at] = cost;
      const change = (-RATE * share) / Math.sqrt(cost);
      weights[from + at] = (weights[from + at] as number) + change;
      if (late > 0) drift[from + at] = (drift[from + at] as number) + late * change;
    }
  }
}
