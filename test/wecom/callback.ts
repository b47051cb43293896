import { encrypt, getSignature } from "@wecom/crypto";
import { AES_KEY, CORP_ID, TOKEN } from "./ids.ts";

/** What a call of WeCom says; each part may be made to say something else. */
export type Forged = { token?: string; aesKey?: string; corpId?: string; at?: number; nonce?: string; signature?: string };
export type Fields = Record<string, string | number>;

let nonces = 0;

/** One call as WeCom makes it: sealed for the company, signed over what is sealed. */
export function sealedCall(url: string, message: string, forged: Forged = {}): Request {
  const sealed = encrypt(forged.aesKey ?? AES_KEY, message, forged.corpId ?? CORP_ID);
  const xml = `<xml><ToUserName><![CDATA[${CORP_ID}]]></ToUserName><Encrypt><![CDATA[${sealed}]]></Encrypt><AgentID><![CDATA[1000002]]></AgentID></xml>`;
  return new Request(addressOf(url, sealed, forged), { method: "POST", body: xml });
}

/** The call by which the administrator's page makes sure of the address. */
export function echoCall(url: string, word: string, forged: Forged = {}): Request {
  const sealed = encrypt(forged.aesKey ?? AES_KEY, word, forged.corpId ?? CORP_ID);
  return new Request(addressOf(url, sealed, forged, { echostr: sealed }));
}

function addressOf(url: string, sealed: string, forged: Forged, more: Record<string, string> = {}): string {
  const timestamp = String(Math.floor((forged.at ?? Date.now()) / 1000));
  const nonce = forged.nonce ?? `nonce${(nonces += 1)}`;
  const signature = forged.signature ?? getSignature(forged.token ?? TOKEN, timestamp, nonce, sealed);
  return `${url}?${new URLSearchParams({ msg_signature: signature, timestamp, nonce, ...more }).toString()}`;
}

export function xmlOf(fields: Fields): string {
  const one = ([name, value]: [string, string | number]): string =>
    `<${name}>${typeof value === "number" ? value : `<![CDATA[${value.replaceAll("]]>", "]]]]><![CDATA[>")}]]>`}</${name}>`;
  return `<xml>${Object.entries(fields).map(one).join("")}</xml>`;
}

/** WeCom's end of the callback: each member's calls one after the other, told again until they are taken. (WeCom itself
 *  tries three times only.) */
export function createCaller(url: () => string, changed: () => void) {
  /** A call that was refused is made again after this. */
  const AGAIN_MS = 2;
  const turns = new Map<string, Promise<void>>();
  let pending = 0;
  let closed = false;
  let last: Fields = {};
  const insist = async (fields: Fields): Promise<void> => {
    while (!closed) {
      const status = await fetch(sealedCall(url(), xmlOf(fields))).then(
        async (response) => (await response.text(), response.status),
        () => 0,
      );
      if (status === 200) return;
      await new Promise((again) => setTimeout(again, AGAIN_MS));
    }
  };
  const tell = (fields: Fields): void => {
    last = fields;
    pending += 1;
    const member = String(fields["FromUserName"]);
    const turn = (turns.get(member) ?? Promise.resolve()).then(() => insist(fields)).finally(() => ((pending -= 1), changed()));
    turns.set(member, turn);
  };
  return { tell, again: () => tell(last), pending: () => pending, close: () => void (closed = true) };
}
