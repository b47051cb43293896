import { channelContract } from "./contract.ts";
import { telegramWebhook } from "./telegram-start.ts";

channelContract("Telegram, webhook", () => telegramWebhook());
