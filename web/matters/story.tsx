import { Medium } from "../chat/transcript.tsx";
import { addressOf, type Stage } from "../chat/stage.ts";
import { Go } from "../kit.tsx";
import { intentLabel, laneLabel, verbLabel } from "../labels.ts";
import { yuan } from "../money.ts";
import { iso, longTime, talkTime } from "../time.ts";
import { Due, MatterHead, Next } from "./list.tsx";
import type { MatterRow, Step } from "./queries.ts";

type When = { now: number; zone: string };

/** One matter with everything that was said and done about it. */
export const Story = ({ stage, matter, steps, now, zone }: { stage: Stage; matter: MatterRow; steps: readonly Step[] } & When) => (
  <article class="story" aria-labelledby="story-title">
    <p>
      <Go to={addressOf(stage, { no: undefined, tab: "matters" })} class="back">
        ‹ 全部事项
      </Go>
    </p>
    <h2 id="story-title">
      <MatterHead matter={matter} />
    </h2>
    <p class="matter-text">{matter.detail}</p>
    <dl class="facts">
      <Fact name="反映人">{[matter.raiser, ...matter.colleagues].join("、")}</Fact>
      <Fact name="企业">{matter.organisation}</Fact>
      <Fact name="经办人">{matter.owner}</Fact>
      <Fact name="金额">{money(matter.facts["amount_yuan"])}</Fact>
      <Fact name="登记">{longTime(matter.opened_at, now, zone)}</Fact>
      <Fact name="时限">
        {matter.closed_at === null ? (
          <>
            {longTime(matter.due_at, now, zone)} {matter.overdue ? <Due matter={matter} now={now} zone={zone} /> : null}
          </>
        ) : null}
      </Fact>
      <Fact name={matter.closed_at === null ? "下一步" : "了结"}>
        {matter.closed_at === null ? <Next matter={matter} now={now} zone={zone} /> : longTime(matter.closed_at, now, zone)}
      </Fact>
      <Fact name="暂停原因">{matter.paused_at === null ? null : String(matter.facts["pause"] ?? "")}</Fact>
      <Fact name="评分">{matter.score === null ? null : `${matter.score} 分（满分 5 分）`}</Fact>
      <Fact name="重新办理">{matter.reopened ? `${matter.reopened} 次` : null}</Fact>
      <Fact name="范围">{matter.private ? "不公开，不显示是谁反映" : null}</Fact>
    </dl>
    <h3>经过</h3>
    <ol class="steps" aria-label="经过">
      {steps.map((each) => (
        <li class={`step step-${each.is}`}>
          <time datetime={iso(each.at, zone)}>{talkTime(each.at, now, zone)}</time> <StepText step={each} now={now} />
        </li>
      ))}
    </ol>
  </article>
);

const Fact = ({ name, children }: { name: string; children?: unknown }) =>
  children ? (
    <div>
      <dt>{name}</dt>
      <dd>{children as string}</dd>
    </div>
  ) : null;

const StepText = ({ step, now }: { step: Step; now: number }) => {
  if (step.is === "event") {
    const more = describe(step);
    return (
      <>
        <b>{verbLabel(step.verb)}</b> <span class="quiet">{step.by ?? "链心按时限"}</span>
        {more ? <p>{more}</p> : null}
      </>
    );
  }
  if (step.is === "line") {
    const later = step.state === "queued" && step.at > now;
    return (
      <>
        <span class="quiet">{`${later ? `到时候告诉${step.to}` : `链心对${step.to}说`}${FAILED[step.state] ? `（${FAILED[step.state]}）` : ""}`}</span>
        <p class="bubble">{step.text}</p>
      </>
    );
  }
  const because = step.because.filter(Boolean).map((each) => `“${each}”`);
  return (
    <>
      <span class="quiet">{`${step.by}${step.place ? `在${step.place}` : "私下"}${step.kind === "press" ? `点了“${step.text ?? ""}”` : "说"}`}</span>
      {step.media.map((each) => (
        <Medium medium={each} />
      ))}
      {step.text && step.kind !== "press" ? <p class="bubble own">{step.text}</p> : null}
      {step.intent && step.kind !== "press" ? (
        <p class="understood">{`听作“${intentLabel(step.intent)}”${because.length ? `，因为有${because.join("、")}` : ""}`}</p>
      ) : null}
    </>
  );
};

const FAILED: Record<string, string> = { failed: "没有送达", unknown: "不知是否送达", withdrawn: "已收回" };

/** What an event says beside its verb. */
function describe(step: Extract<Step, { is: "event" }>): string {
  const { data, names } = step;
  const person = (key: string) => (typeof data[key] === "number" ? names[String(data[key])] : typeof data[key] === "string" ? String(data[key]) : undefined);
  const text = (key: string) => (typeof data[key] === "string" ? String(data[key]) : undefined);
  const owner = person("owner");
  const to = person("to");
  const caller = person("caller");
  const signer = person("signer");
  return [
    text("lane") && `归${laneLabel(text("lane"))}`,
    owner && `经办人${owner}`,
    to && `${step.verb === "climbed" || step.verb === "overdue" ? "告诉" : "转给"}${to}`,
    caller && `请${caller}打电话`,
    signer && `请${signer}会签`,
    text("on") && `答应${text("on")}`,
    text("reason") ?? text("words"),
    data["late"] === true && "（系统中断后补做）",
  ]
    .filter(Boolean)
    .join("，");
}

const money = (sum: unknown): string | null => (typeof sum === "number" ? yuan(sum) : null);
