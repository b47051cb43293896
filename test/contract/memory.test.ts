import { channelContract } from "./contract.ts";
import { memory } from "./memory-start.ts";

channelContract("the memory channel", memory);
