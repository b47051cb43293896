import { FileBox } from "file-box";
import { types, type payloads } from "wechaty";
import { PuppetMock } from "wechaty-puppet-mock";

export const ME = { id: "wxid_bot", name: "小链" };

/** What people do with the phone at the far end; `enter`, `quit` and `retitle` without the platform telling anybody. Plain data: it crosses into another process. */
export type Deed =
  | { do: "person"; id: string; name: string }
  | { do: "group"; id: string; topic: string }
  | ({ do: "say" } & Said)
  | { do: "again" }
  | { do: "join" | "leave" | "enter" | "quit"; room: string; who: string }
  | { do: "rename" | "retitle"; room: string; topic: string }
  | { do: "next"; trouble: "rate" | "cut" }
  | { do: "bar"; room: string }
  | { do: "kick"; why: string }
  | { do: "login" }
  /** Somebody must scan before there is a login; or nothing at all happens when it is begun. */
  | { do: "wants"; what: "login" | "scan" | "nothing" }
  /** The puppet answers no id when it sends. */
  | { do: "mute"; ids: boolean; echo: boolean }
  /** An event about a message that cannot be read; an error that means nothing. */
  | { do: "broken"; id: string }
  | { do: "noise"; what: string }
  | { do: "beat" };
export type Said = {
  id: string;
  place: string;
  from: string;
  text: string;
  at: number;
  mentions?: string[];
  picture?: string;
  place_of?: [number, number];
  lost?: boolean;
};
export type Shown = { place: string; messageId: string; text: string; mentions: string[]; file?: string };
type Payload = { id: string; talkerId: string; roomId?: string; listenerId?: string; text: string; timestamp: number; type: number; mentionIdList?: string[] };
type Event = { name: "message" | "room-join" | "room-leave" | "room-topic"; payload: Record<string, unknown> };

/** A phone with an account of WeChat: it outlives the puppets that are logged in to it, and keeps for them what it could
 *  not tell. */
export class Phone {
  readonly people = new Map<string, string>([[ME.id, ME.name]]);
  readonly rooms = new Map<string, { topic: string; members: string[] }>();
  readonly messages = new Map<string, Payload>();
  readonly files = new Map<string, string>();
  readonly places = new Map<string, [number, number]>();
  private answersIds = true;
  private echoes = true;
  private puppet: PhonePuppet | undefined;
  private wants: "login" | "scan" | "nothing" = "login";
  private pending: Event[] = [];
  private last: Event | undefined;
  private trouble: "rate" | "cut" | undefined;
  private count = 0;
  private readonly show: (shown: Shown) => Promise<void>;
  private readonly caughtUp: () => Promise<void>;

  /** `show` learns what appears in a chat; `caughtUp` resolves when all deeds before this moment have arrived. */
  constructor(show: (shown: Shown) => Promise<void>, caughtUp: () => Promise<void> = async () => {}) {
    this.show = show;
    this.caughtUp = caughtUp;
  }

  began(puppet: PhonePuppet): void {
    this.puppet = puppet;
    if (this.wants === "scan") puppet.emit("scan", { qrcode: "http://weixin.qq.com/x/abc", status: types.ScanStatus.Waiting });
    if (this.wants === "login") this.login();
  }

  ended(puppet: PhonePuppet): void {
    if (this.puppet === puppet) this.puppet = undefined;
  }

  perform(deed: Deed): void {
    switch (deed.do) {
      case "person":
        return void this.people.set(deed.id, deed.name);
      case "group":
        return void this.rooms.set(deed.id, { topic: deed.topic, members: [ME.id] });
      case "say":
        return this.say(deed);
      case "again":
        return this.last && this.tell(this.last);
      case "join":
        this.room(deed.room).members.push(deed.who);
        return this.tell({ name: "room-join", payload: { inviteeIdList: [deed.who], inviterId: ME.id, roomId: deed.room, timestamp: Date.now() } });
      case "enter":
        return void this.room(deed.room).members.push(deed.who);
      case "leave":
      case "quit":
        this.remove(deed.room, deed.who);
        if (deed.do === "quit") return;
        return this.tell({ name: "room-leave", payload: { removeeIdList: [deed.who], removerId: ME.id, roomId: deed.room, timestamp: Date.now() } });
      case "retitle":
        return void (this.room(deed.room).topic = deed.topic);
      case "rename": {
        const room = this.room(deed.room);
        const oldTopic = room.topic;
        room.topic = deed.topic;
        return this.tell({ name: "room-topic", payload: { changerId: ME.id, newTopic: deed.topic, oldTopic, roomId: deed.room, timestamp: Date.now() } });
      }
      case "next":
        return void (this.trouble = deed.trouble);
      case "bar":
        return this.remove(deed.room, ME.id);
      case "kick":
        this.wants = "scan";
        return void this.puppet?.logout(deed.why);
      case "login":
        this.wants = "login";
        return this.login();
      case "wants":
        return void (this.wants = deed.what);
      case "mute":
        this.echoes = deed.echo;
        return void (this.answersIds = deed.ids);
      case "broken":
        return this.tell({ name: "message", payload: { messageId: deed.id } });
      case "beat":
        return void this.puppet?.emit("heartbeat", { data: "alive" });
      case "noise":
        return void this.puppet?.emit("error", new Error(deed.what));
    }
  }

  async send(place: string, text: string, mentions: string[], file?: string): Promise<string | void> {
    await this.caughtUp();
    const trouble = this.trouble;
    this.trouble = undefined;
    if (trouble === "rate") throw new Error("操作过于频繁，请稍后再试");
    if (this.rooms.has(place) && !this.room(place).members.includes(ME.id)) throw new Error("the platform refused");
    const id = `own-${(this.count += 1)}-${process.pid}`;
    const where = this.rooms.has(place) ? { roomId: place } : { listenerId: place };
    this.messages.set(id, {
      id,
      talkerId: ME.id,
      ...where,
      text: file ? "" : text,
      timestamp: Date.now(),
      type: file ? types.Message.Attachment : types.Message.Text,
    });
    await this.show({ place, messageId: id, text, mentions, ...(file ? { file } : {}) });
    if (trouble === "cut") throw new Error("the connection was lost");
    if (this.echoes) setImmediate(() => this.puppet?.emit("message", { messageId: id }));
    return this.answersIds ? id : undefined;
  }

  room(id: string): { topic: string; members: string[] } {
    const room = this.rooms.get(id);
    if (!room) throw new Error(`there is no room ${id}`);
    return room;
  }

  private say({ id, place, from, text, at, mentions, picture, place_of, lost }: Said): void {
    const room = this.rooms.get(place);
    if (room && !room.members.includes(from)) room.members.push(from);
    const kinds = types.Message;
    const type = picture ? kinds.Image : lost ? kinds.Attachment : place_of ? kinds.Location : kinds.Text;
    this.messages.set(id, {
      id,
      talkerId: from,
      ...(room ? { roomId: place } : { listenerId: ME.id }),
      text: text.toWellFormed(),
      timestamp: at,
      type,
      mentionIdList: mentions ?? [],
    });
    if (picture) this.files.set(id, picture);
    if (place_of) this.places.set(id, place_of);
    this.tell({ name: "message", payload: { messageId: id } });
  }

  private remove(room: string, who: string): void {
    const { members } = this.room(room);
    members.splice(members.indexOf(who), 1);
  }

  private login(): void {
    if (!this.puppet) return;
    if (!this.puppet.isLoggedIn) this.puppet.login(ME.id);
    for (const event of this.pending.splice(0)) this.tell(event);
  }

  private tell(event: Event): void {
    this.last = event;
    if (this.puppet?.isLoggedIn) this.puppet.emit(event.name, event.payload as never);
    else this.pending.push(event);
  }
}

/** The mock puppet, which alone drops mentions, answers no ids, and knows no rooms but its own. */
export class PhonePuppet extends PuppetMock {
  private readonly phone: Phone;

  constructor(phone: Phone) {
    super({});
    this.phone = phone;
  }

  override async onStart(): Promise<void> {
    await super.onStart();
    setImmediate(() => this.phone.began(this));
  }

  override async onStop(): Promise<void> {
    this.phone.ended(this);
    await super.onStop();
  }

  // The mock is typed to answer no id; puppets do.
  override messageSendText(to: string, text: string, mentionIds: string[] = []): Promise<void> {
    return this.phone.send(to, text, mentionIds) as Promise<void>;
  }

  override messageSendFile(to: string, file: Parameters<PuppetMock["messageSendFile"]>[1]): Promise<void> {
    return this.phone.send(to, "", [], file.name) as Promise<void>;
  }

  override async messageRawPayload(id: string): Promise<payloads.Message> {
    return found(this.phone.messages.get(id), id) as payloads.Message;
  }

  override async messageFile(id: string): ReturnType<PuppetMock["messageFile"]> {
    return FileBox.fromBase64(found(this.phone.files.get(id), "the file is gone"), "图.jpg");
  }

  override async messageLocation(id: string): ReturnType<PuppetMock["messageLocation"]> {
    const [latitude, longitude] = found(this.phone.places.get(id), id);
    return { accuracy: 15, address: "", latitude, longitude, name: "" };
  }

  override async contactRawPayload(id: string): ReturnType<PuppetMock["contactRawPayload"]> {
    return { id, name: found(this.phone.people.get(id), id), avatar: "", gender: 0, phone: [], type: 1 };
  }

  override async contactList(): Promise<string[]> {
    return [...this.phone.people.keys()];
  }

  override async roomRawPayload(id: string): ReturnType<PuppetMock["roomRawPayload"]> {
    const { topic, members } = this.phone.room(id);
    return { id, topic, memberIdList: [...members], adminIdList: [] };
  }

  override async roomMemberList(id: string): Promise<string[]> {
    return [...this.phone.room(id).members];
  }

  override async roomList(): Promise<string[]> {
    return [...this.phone.rooms.keys()];
  }
}

function found<T>(one: T | undefined, name: string): T {
  if (one === undefined) throw new Error(`there is no ${name}`);
  return one;
}
