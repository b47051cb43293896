/** What is still to come, the earliest first; of one moment in the order it was put in. */
export class Agenda<T> {
  private readonly list: { at: number; what: T }[] = [];

  put(at: number, what: T): void {
    let [low, high] = [0, this.list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.list[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    this.list.splice(low, 0, { at, what });
  }
  get next(): number | undefined {
    return this.list[0]?.at;
  }
  /** Takes out what is due by now. */
  due(now: number): T[] {
    const count = this.list.findIndex((each) => each.at > now);
    return this.list.splice(0, count < 0 ? this.list.length : count).map((each) => each.what);
  }
}
