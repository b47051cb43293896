import { channelContract } from "./contract.ts";
import { telegramPolling } from "./telegram-start.ts";

channelContract("Telegram, polling", () => telegramPolling());
