import type { Calendar } from "../../../src/calendar/working-time.ts";
import type { Directory, Limits } from "../../../src/people/index.ts";
import type { AlarmKind } from "./alarm.ts";

const DAY_MS = 86_400_000;

/** A limit by the wall clock, in milliseconds. */
export const wall = (limit: Limits["smiley_accept"]): number => limit.count * (limit.unit === "minutes" ? 60_000 : DAY_MS);

/** What whoever is asked should do, and how to answer. */
export const HOW: Record<AlarmKind, string> = {
  smiley: "请先打个电话，打不通就上门看看。能去请回“接单”，去不了请回“去不了”。",
  unwell: "请联系老人看看，要紧就拨打120。能去请回“接单”，去不了请回“去不了”。",
  emergency: "请先拨打120，再马上联系、上门。能去请回“接单”，去不了请回“去不了”。",
};

export const namesOf = (people: readonly number[], directory: Directory): string => people.map((each) => directory.person(each).name).join("、");

/** `08:30` */
export const timeOf = (at: number, calendar: Calendar): string => calendar.print(at).slice(-5);

/** 早上好 or 您好, as the hour has it. */
export const greeting = (at: number, calendar: Calendar): string => (timeOf(at, calendar) < "11:00" ? "早上好" : "您好");
