/** A growing list of runs of pixels, eight bytes each: an action is remembered by what it changed, not by a copy of the picture. */
export class Runs {
  #ends = new Uint32Array(64);
  #length = 0;

  /** @returns {number} how many bytes it holds */
  get bytes() {
    return this.#ends.byteLength;
  }

  get isEmpty() {
    return this.#length === 0;
  }

  /**
   * @param {number} from the first pixel
   * @param {number} to the one behind the last
   */
  add(from, to) {
    if (this.#length + 2 > this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2);
      larger.set(this.#ends);
      this.#ends = larger;
    }
    this.#ends[this.#length++] = from;
    this.#ends[this.#length++] = to;
  }

  /** Gives back what growing took too much. */
  trim() {
    this.#ends = this.#ends.slice(0, this.#length);
  }

  /** @param {(from: number, to: number) => void} visit */
  forEach(visit) {
    for (let i = 0; i < this.#length; i += 2) visit(this.#ends[i] ?? 0, this.#ends[i + 1] ?? 0);
  }
}
