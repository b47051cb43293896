import type { World } from "../conversation/index.ts";

const DAY_MS = 86_400_000;
/** What bystanders said is kept this long, so that somebody may still say "I meant you"; then only id and time remain. */
const KEPT_DAYS = 7;

/** Once a day, whichever process comes first: the text of what was not said to the bot is forgotten. */
export async function forgetBystanders(world: World, now: number): Promise<void> {
  await world.sql.begin(async (tx) => {
    const fired = await tx`
      insert into firing (rule, slot, fired_at, late) values ('forget-bystanders', ${world.calendar().dateOf(now)}, ${now}::timestamptz, false)
      on conflict do nothing returning slot`;
    if (!fired.length) return;
    world.crash("bystanders forgotten");
    await tx`
      update heard set text = null, media = '[]', detail = '{}'
      where state = 'bystander' and text is not null and heard_at < ${now - KEPT_DAYS * DAY_MS}::timestamptz`;
  });
}
