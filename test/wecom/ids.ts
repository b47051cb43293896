/** The company, its app and its robot on the local servers. */
export const CORP_ID = "ww0123456789abcdef";
export const AGENT_ID = "1000002";
export const SECRET = "app-secret";
export const TOKEN = "hookToken123";
export const AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
export const BOT_ID = "aib-local";
export const BOT_SECRET = "robot-secret";
