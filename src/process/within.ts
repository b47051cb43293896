/** Its result, or an error when it takes longer. */
export async function within<T>(ms: number, doing: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error("no answer in time")), ms)));
  try {
    return await Promise.race([doing, late]);
  } finally {
    clearTimeout(timer);
  }
}
