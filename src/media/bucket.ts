import type { S3Client } from "@aws-sdk/client-s3";
import type { Store } from "./store.ts";

/** Any store that speaks S3's protocol; keys are read by its client from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. */
export type Bucket = { name: string; prefix: string; endpoint?: string; region: string };

/** A store that hangs would hold up who speaks. */
const WAIT_MS = 20_000;

/** `s3://bucket/prefix?endpoint=https://…&region=…`; undefined when it is none. */
export function readBucket(address: string): Bucket | undefined {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname, searchParams } = new URL(address);
  const endpoint = searchParams.get("endpoint");
  if (protocol !== "s3:" || !host || (endpoint !== null && !URL.canParse(endpoint))) return undefined;
  const prefix = pathname.replace(/^\/|\/$/gu, "");
  return { name: host, prefix: prefix && `${prefix}/`, region: searchParams.get("region") ?? "us-east-1", ...(endpoint ? { endpoint } : {}) };
}

/** The client is loaded here and nowhere else. */
export async function inBucket({ name, prefix, endpoint, region }: Bucket): Promise<Store> {
  const { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
  const client: S3Client = new S3Client({ region, forcePathStyle: true, ...(endpoint ? { endpoint } : {}) });
  const at = (hash: string) => ({ Bucket: name, Key: `${prefix}${hash.slice(0, 2)}/${hash}` });
  const wait = () => ({ abortSignal: AbortSignal.timeout(WAIT_MS) });
  const unlessMissing = (error: unknown): undefined => {
    if (["NotFound", "NoSuchKey"].includes((error as Error).name)) return undefined;
    throw error;
  };
  return {
    has: async (hash) => (await client.send(new HeadObjectCommand(at(hash)), wait()).catch(unlessMissing)) !== undefined,
    put: async (hash, bytes, type) => void (await client.send(new PutObjectCommand({ ...at(hash), Body: bytes, ContentType: type }), wait())),
    forget: async (hash) => void (await client.send(new DeleteObjectCommand(at(hash)), wait())),
    get: async (hash) => {
      const found = await client.send(new GetObjectCommand(at(hash)), wait()).catch(unlessMissing);
      return found?.Body?.transformToByteArray();
    },
  };
}
