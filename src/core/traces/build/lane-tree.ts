/** The ends of the last spans of a track's lanes, found by least and most in logarithmic time. */
export class LaneTree {
  #size = 64;
  #least = new Float64Array(this.#size * 2).fill(-Infinity);
  #most = new Float64Array(this.#size * 2).fill(-Infinity);

  set(lane: number, end: number): void {
    while (lane >= this.#size) this.#grow();
    let node = lane + this.#size;
    this.#least[node] = end;
    this.#most[node] = end;
    for (node >>>= 1; node > 0; node >>>= 1) this.#sum(node);
  }

  /** The deepest lane before `lane` whose span lasts until then or longer; −1 for none. */
  deepestUntil(end: number): number {
    if ((this.#most[1] as number) < end) return -1;
    let node = 1;
    while (node < this.#size) {
      const right = node * 2 + 1;
      node = (this.#most[right] as number) >= end ? right : right - 1;
    }
    return node - this.#size;
  }

  /** The first lane from here on whose last span has ended. */
  firstFree(from: number, at: number): number {
    while (from >= this.#size) this.#grow();
    let node = from + this.#size;
    if ((this.#least[node] as number) <= at) return from;
    // Up while there is nothing free to the right, then down to the first that is.
    while (node > 1) {
      if (node % 2 === 0 && (this.#least[node + 1] as number) <= at) {
        node++;
        while (node < this.#size) {
          node *= 2;
          if ((this.#least[node] as number) > at) node++;
        }
        return node - this.#size;
      }
      node >>>= 1;
    }
    return this.#size;
  }

  #sum(node: number): void {
    const left = node * 2;
    this.#least[node] = Math.min(this.#least[left] as number, this.#least[left + 1] as number);
    this.#most[node] = Math.max(this.#most[left] as number, this.#most[left + 1] as number);
  }

  #grow(): void {
    const ends = this.#least.slice(this.#size);
    this.#size *= 2;
    this.#least = new Float64Array(this.#size * 2).fill(-Infinity);
    this.#most = new Float64Array(this.#size * 2).fill(-Infinity);
    this.#least.set(ends, this.#size);
    this.#most.set(ends, this.#size);
    for (let node = this.#size - 1; node > 0; node--) this.#sum(node);
  }
}
