/** Asynchronous work in order: each waits for the one before it, however that ended. */

export class OneByOne {
  private last: Promise<unknown> = Promise.resolve();

  run<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.last.then(work, work);
    this.last = result;
    return result;
  }
}
