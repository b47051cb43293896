import type { Pass } from "../crash-points.ts";
import { type Bucket, inBucket } from "./bucket.ts";
import { onDisk, type Store } from "./store.ts";

/** The bucket that is configured, or else the data folder. */
export const openStore = (bucket: Bucket | undefined, folder: string, crash: Pass = () => {}): Promise<Store> | Store =>
  bucket ? inBucket(bucket) : onDisk(folder, crash);
