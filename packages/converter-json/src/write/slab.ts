const SLAB_BYTES = 64 * 1024;

/** Memory for messages that are written as bytes; cut off piece by piece, so that a message costs no allocation of its own. */
export class Slab {
  #memory = Buffer.alloc(0);
  #used = 0;

  /** `head`, then the texts in UTF-8. The bytes are never written again. */
  write(head: Buffer, text: string, tail: string): Buffer {
    const most = head.length + 3 * (text.length + tail.length);
    if (most > this.#memory.length - this.#used) {
      this.#memory = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, most));
      this.#used = 0;
    }
    const start = this.#used;
    let end = start + head.copy(this.#memory, start);
    end += this.#memory.write(text, end, 'utf8');
    end += this.#memory.write(tail, end, 'utf8');
    this.#used = end;
    return this.#memory.subarray(start, end);
  }
}
