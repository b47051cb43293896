/* Everything about policies that falls due is an occasion; these are the rules they are made of. A rule is made again
   under its key, so each is written here once. */

type Rule = { key: string; kind: string; organisation: number | null; rule: Record<string, unknown> | null };

export const digestRule = (chain: { id: number; name: string }): Rule => ({ key: `digest ${chain.name}`, kind: "digest", organisation: chain.id, rule: {} });

/** Reminders before a window closes, and its end; a policy without one, or whose window is over, has no rule. */
export const windowRule = (one: { id: number; closes_on: string | null }): Rule => ({
  key: `policy_window ${one.id}`,
  kind: "policy_window",
  organisation: null,
  rule: one.closes_on === null ? null : { policy: one.id, closes_on: one.closes_on },
});

/** A fact or the library changed: at the next tick, whoever was told something that no longer holds is told again. */
export const rematchRule = (now: number, why: string): Rule => ({
  key: "policy_rematch",
  kind: "policy_rematch",
  organisation: null,
  rule: { at: now, slot: `${now} ${why}` },
});

/** Somebody applies: asked how far it is, until it is paid or refused. `since` is the day of the last answer. */
export const caseRule = (one: { policy: number; organisation: number; person: number }, since: { stage: string; at: number } | undefined): Rule => ({
  key: `policy_case ${one.policy} ${one.organisation}`,
  kind: "policy_case",
  organisation: one.organisation,
  rule: since ? { ...one, ...since } : null,
});
