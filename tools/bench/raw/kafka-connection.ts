/** A connection to one broker that does nothing but produce ready-made batches and fetch whole ones. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Address } from '../topics.ts';

const clientId = 'bench';
const produce = { key: 0, version: 7 };
const fetchRecords = { key: 1, version: 4 };
const timeoutMs = 30_000;

interface Waiting {
  readonly resolve: (response: Buffer) => void;
  readonly reject: (error: Error) => void;
}

export class KafkaConnection implements Disposable {
  readonly #socket: Socket;
  /** Answers come in the order of the requests. */
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** Bytes of the response that is coming in, its length field among them; 0 while that is not known. */
  #needed = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('The broker has closed the connection')));
  }

  static async open({ host, port }: Address): Promise<KafkaConnection> {
    const socket = connect({ host, port, noDelay: true });
    await once(socket, 'connect');
    return new KafkaConnection(socket);
  }

  /** Resolves when all replicas have the batch. */
  async produce(topic: string, batch: Buffer): Promise<void> {
    const head = Buffer.concat([int16(-1), int16(-1), int32(timeoutMs), int32(1), string(topic), int32(1), int32(0)]);
    const response = await this.#request(produce, [head, int32(batch.length), batch]);
    const error = response.readInt16BE(4 + 2 + Buffer.byteLength(topic) + 4 + 4);
    if (error !== 0) throw new Error(`producing to ${topic}: error code ${error} of the broker`);
  }

  /** The record set from the batch that holds the offset on; empty when there is none within half a second. */
  async fetch(topic: string, offset: bigint, maxBytes: number): Promise<Buffer> {
    const limits = [int32(-1), int32(500), int32(1), int32(maxBytes), Buffer.of(0)];
    const partition = [int32(1), string(topic), int32(1), int32(0), int64(offset), int32(maxBytes)];
    const response = await this.#request(fetchRecords, [...limits, ...partition]);
    let at = 4 + 4 + 2 + Buffer.byteLength(topic) + 4 + 4;
    const error = response.readInt16BE(at);
    if (error !== 0) throw new Error(`fetching ${topic}: error code ${error} of the broker`);
    at += 2 + 8 + 8;
    at += 4 + 16 * Math.max(0, response.readInt32BE(at)); // aborted transactions
    const length = response.readInt32BE(at);
    return response.subarray(at + 4, at + 4 + Math.max(0, length));
  }

  #request({ key, version }: { key: number; version: number }, body: readonly Buffer[]): Promise<Buffer> {
    const header = Buffer.concat([int16(key), int16(version), int32(0), string(clientId)]);
    const length = header.length + body.reduce((sum, part) => sum + part.length, 0);
    const response = new Promise<Buffer>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#socket.cork();
    for (const part of [int32(length), header, ...body]) this.#socket.write(part);
    this.#socket.uncork();
    return response;
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    for (;;) {
      if (this.#needed === 0 && this.#bytes >= 4) this.#needed = 4 + this.#joined().readInt32BE(0);
      if (this.#needed === 0 || this.#bytes < this.#needed) return;
      const all = this.#joined();
      const response = all.subarray(8, this.#needed); // length, correlation id
      this.#chunks = [all.subarray(this.#needed)];
      this.#bytes -= this.#needed;
      this.#needed = 0;
      this.#waiting.shift()?.resolve(response);
    }
  }

  #joined(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function int16(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(4);
  buffer.writeInt32BE(value);
  return buffer;
}

function int64(value: bigint): Buffer {
  const buffer = Buffer.allocUnsafe(8);
  buffer.writeBigInt64BE(value);
  return buffer;
}

const string = (value: string): Buffer => Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
