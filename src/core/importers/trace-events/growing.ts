/** A column that grows. */
export class Floats {
  values = new Float64Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }
}

/** A column of whole numbers from 0 to 2^32 − 1 that grows. */
export class Wholes {
  values = new Uint32Array(64);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Uint32Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length] = value;
    this.length += 1;
  }
}

/** 0, 1, 2 and so on: places to be sorted. */
export function placesOf(length: number): Uint32Array {
  const places = new Uint32Array(length);
  // By a loop: from() asks an iterator for each of what can be millions.
  for (let place = 0; place < length; place += 1) places[place] = place;
  return places;
}
