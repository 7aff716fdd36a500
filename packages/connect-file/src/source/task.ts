import type { Readable } from 'node:stream';
import {
  ConnectError,
  Schema,
  SourceRecord,
  type SourceOffset,
  type SourcePartition,
  type SourceTask,
  type SourceTaskContext,
  type TaskConfig,
} from '@causeway/api';
import { fileSourceConfig } from './config.ts';
import { isStandardInput } from './connector.ts';
import { FileInput } from './file-input.ts';
import type { LineReader } from './line-reader.ts';
import { openStandardInput, StreamInput } from './standard-input.ts';

/** Where lines come from. */
interface Input {
  readonly lines: LineReader;
  read(): Promise<boolean>;
  close(): void | Promise<void>;
}

const NOT_TRACKED: SourceOffset = { position: null };

/** Makes a record of each line: `{"filename": …}` and, behind the line, `{"position": bytes from the start of the file}`. */
export class FileStreamSourceTask implements SourceTask {
  readonly #openStandardInput: () => Readable;
  #input: Input | null = null;
  #partition: SourcePartition = {};
  #topic = '';
  #batchSize = 0;
  #isTracked = false;

  constructor(standardInput: () => Readable = openStandardInput) {
    this.#openStandardInput = standardInput;
  }

  async start(config: TaskConfig, context: SourceTaskContext): Promise<void> {
    const { file, topic, 'batch.size': batchSize } = fileSourceConfig.parse(config);
    this.#topic = topic;
    this.#batchSize = Math.max(1, batchSize);
    this.#partition = { filename: file };
    this.#isTracked = !isStandardInput(file);
    this.#input = isStandardInput(file)
      ? new StreamInput(this.#openStandardInput(), context.signal)
      : new FileInput(file, await this.#storedPosition(context), context.logger, context.signal);
  }

  /** Answers at once while lines are there that were read already. */
  poll(): readonly SourceRecord[] | null | Promise<readonly SourceRecord[] | null> {
    if (this.#input === null) return null;
    return this.#records(this.#input.lines) ?? this.#read(this.#input);
  }

  async stop(): Promise<void> {
    const input = this.#input;
    this.#input = null;
    await input?.close();
  }

  /** Reads until there is a complete line, or nothing more for now. */
  async #read(input: Input): Promise<readonly SourceRecord[] | null> {
    while (await input.read()) {
      const records = this.#records(input.lines);
      if (records !== null) return records;
    }
    return null;
  }

  #records(lines: LineReader): SourceRecord[] | null {
    let line = lines.next();
    if (line === null) return null;
    const records: SourceRecord[] = [];
    const timestamp = Date.now();
    do {
      records.push(
        new SourceRecord({
          sourcePartition: this.#partition,
          sourceOffset: this.#isTracked ? { position: lines.position } : NOT_TRACKED,
          topic: this.#topic,
          valueSchema: Schema.STRING_SCHEMA,
          value: line,
          timestamp,
        }),
      );
    } while (records.length < this.#batchSize && (line = lines.next()) !== null);
    return records;
  }

  async #storedPosition({ offsetStorageReader }: SourceTaskContext): Promise<number> {
    const position = (await offsetStorageReader.offset(this.#partition))?.['position'] ?? 0;
    if (Number.isSafeInteger(position) && (position as number) >= 0) return position as number;
    throw new ConnectError(
      `The stored offset of ${String(this.#partition['filename'])} has a position that is no whole number from 0 on. Alter or reset the offsets of the connector.`,
    );
  }
}
