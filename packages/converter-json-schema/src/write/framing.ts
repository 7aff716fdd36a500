import { FRAME_BYTES, writeFrame } from '@causeway/schema-registry';

const SLAB_BYTES = 64 * 1024;
/** Texts up to this length are written into the slab; longer ones into memory of their own, of the very size they need. */
const LONGEST_IN_SLAB = 4096;
/** Bytes that a UTF-16 code unit takes at most in UTF-8. */
const MAX_BYTES_PER_UNIT = 3;

/** Puts the frame of the registry before a message. Memory is cut off piece by piece, so that a message costs no allocation of its own. */
export class Framing {
  #memory = Buffer.alloc(0);
  #used = 0;

  /** The bytes are never written again. */
  frame(schemaId: number, text: string): Buffer {
    if (text.length > LONGEST_IN_SLAB) return this.#frameLong(schemaId, text);
    const most = FRAME_BYTES + MAX_BYTES_PER_UNIT * text.length;
    if (most > this.#memory.length - this.#used) {
      this.#memory = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#used = 0;
    }
    const start = this.#used;
    const body = writeFrame(this.#memory, start, schemaId);
    this.#used = body + this.#memory.write(text, body, 'utf8');
    return this.#memory.subarray(start, this.#used);
  }

  #frameLong(schemaId: number, text: string): Buffer {
    const bytes = Buffer.allocUnsafeSlow(FRAME_BYTES + Buffer.byteLength(text));
    bytes.write(text, writeFrame(bytes, 0, schemaId), 'utf8');
    return bytes;
  }
}
