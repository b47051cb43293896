import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { channelContract } from "./contract.ts";
import { startPhoneHost } from "../wechat/start-server.ts";
import { wechatOverGrpc } from "./wechat-start.ts";

// The client keeps what it knows of people and rooms in the home folder.
const home = mkdtempSync(join(tmpdir(), "lianxin-wechat-"));
process.env.HOME = home;
const host = await startPhoneHost();
after(host.kill);
after(() => rmSync(home, { recursive: true, force: true }));

channelContract("the WeChat channel over gRPC", () => wechatOverGrpc(host));
