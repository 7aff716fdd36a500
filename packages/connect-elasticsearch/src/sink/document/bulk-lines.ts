import type { SinkRecord } from '@causeway/api';
import type { JsonBytes } from './json-bytes.ts';
import { stringText } from './json-text.ts';

const LINE_FEED = 0x0a;

/** Writes the lines of the bulk API for the documents of one topic. Each ends with a line feed. */
export class BulkLines {
  readonly #indexHead: Buffer;
  readonly #coordinatesHead: Buffer;
  readonly #withoutId: Buffer;
  readonly #updateHead: Buffer;
  readonly #deleteHead: Buffer;

  constructor(topic: string, index: string, retryOnConflict: number) {
    const name = `"_index":${stringText(index)}`;
    const indexHead = `{"index":{${name},"_id":`;
    this.#indexHead = Buffer.from(indexHead);
    this.#coordinatesHead = Buffer.from(`${indexHead}${stringText(topic).slice(0, -1)}+`);
    this.#withoutId = Buffer.from(`{"index":{${name}}}\n`);
    this.#updateHead = Buffer.from(`{"update":{${name},"retry_on_conflict":${retryOnConflict},"_id":`);
    this.#deleteHead = Buffer.from(`{"delete":{${name},"_id":`);
  }

  /** Before a document that is written, under the external version if there is one; `endDocument` comes after it. */
  index(out: JsonBytes, id: string, version: string | null): void {
    out.raw(this.#indexHead);
    endAction(out, id, version);
  }

  /** The same under the id that `idFromCoordinates` gives. */
  indexByCoordinates(out: JsonBytes, { kafkaPartition, kafkaOffset }: SinkRecord): void {
    out.raw(this.#coordinatesHead);
    out.integer(kafkaPartition);
    out.ascii('+');
    out.integer(kafkaOffset);
    out.ascii('"}}\n');
  }

  /** The same under an id that the server makes. */
  indexWithoutId(out: JsonBytes): void {
    out.raw(this.#withoutId);
  }

  endDocument(out: JsonBytes): void {
    out.byte(LINE_FEED);
  }

  /** Before a document of which the fields are changed, or which is written if there is none; `endUpsert` comes after it. */
  upsert(out: JsonBytes, id: string): void {
    out.raw(this.#updateHead);
    endAction(out, id, null);
    out.ascii('{"doc":');
  }

  endUpsert(out: JsonBytes): void {
    out.ascii(',"doc_as_upsert":true}\n');
  }

  delete(out: JsonBytes, id: string, version: string | null): void {
    out.raw(this.#deleteHead);
    endAction(out, id, version);
  }
}

function endAction(out: JsonBytes, id: string, version: string | null): void {
  out.string(id);
  if (version !== null) {
    out.ascii(',"version":');
    out.ascii(version);
    out.ascii(',"version_type":"external"');
  }
  out.ascii('}}\n');
}
