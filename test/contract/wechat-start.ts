import { createWechat, type Wechat, type WechatOptions } from "../../src/channel/wechat/index.ts";
import { Phone, PhonePuppet, type Shown } from "../wechat/phone.ts";
import { type PhoneHost, type RemotePhone, startRemotePhone } from "../wechat/start-server.ts";
import { createEars } from "./ears.ts";
import type { Harness } from "./harness.ts";
import { type WechatFarEnd, wechatFarEnd } from "./wechat-far.ts";

export type WechatHarness = Harness & { channel: Wechat; far: WechatFarEnd; failures: string[]; codes: string[] };
type Notes = Pick<WechatHarness, "failures" | "codes"> & { changed(): void };
type Changes = Partial<WechatOptions>;

/** Tests do not wait for pace, back-off or echoes: the shortest waits there are. */
export function wechatOptions(source: Pick<WechatOptions, "puppet" | "puppetOptions">, notes: Notes, changes: Changes): WechatOptions {
  return {
    ...source,
    now: Date.now,
    failed: (what, error) => (notes.failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`), notes.changed()),
    show: (drawn) => (notes.codes.push(drawn), notes.changed()),
    gapMs: 0,
    quietMs: 0,
    backOffMs: [1],
    storeBackOffMs: [1],
    echoWaitMs: 20,
    downloadMs: 2_000,
    ...changes,
  };
}

/** The channel on the mock puppet, in one process. */
export async function wechatInProcess(changes: Changes = {}): Promise<WechatHarness> {
  const board: Shown[] = [];
  const ears = createEars();
  const phone = new Phone(async (shown) => {
    board.push(shown);
    ears.changed();
  });
  const notes = { failures: [], codes: [], changed: ears.changed };
  const channel = createWechat(wechatOptions({ puppet: () => new PhonePuppet(phone) }, notes, changes));
  return { channel, ears, far: wechatFarEnd((deed) => phone.perform(deed), board, ears), ...notes, close: async () => {} };
}

export type RemoteHarness = WechatHarness & { remote: RemotePhone };

/** The channel and a puppet server in another process, over gRPC. */
export async function wechatOverGrpc(host: PhoneHost, changes: Changes = {}, known?: string): Promise<RemoteHarness> {
  const board: Shown[] = [];
  const ears = createEars();
  const remote = await startRemotePhone(
    host,
    (shown) => {
      board.push(shown);
      ears.changed();
    },
    known,
  );
  const notes = { failures: [], codes: [], changed: ears.changed };
  const { token, endpoint } = remote;
  const channel = createWechat(wechatOptions({ puppet: "wechaty-puppet-service", puppetOptions: { token, endpoint } }, notes, changes));
  return { channel, ears, far: wechatFarEnd(remote.post, board, ears), remote, ...notes, close: async () => remote.end() };
}
