import { channelContract } from "./contract.ts";
import { wechatInProcess } from "./wechat-start.ts";

channelContract("the WeChat channel in one process", wechatInProcess);
