import type { Writable } from 'node:stream';
import type { SinkRecord, SinkTask, TaskConfig } from '@causeway/api';
import { AppendFile } from './append-file.ts';
import { fileSinkConfig } from './config.ts';
import { linesOf } from './lines.ts';
import { StandardOutput } from './standard-output.ts';

/** Where lines go. `write` is given the records again after it failed in a way that may pass. */
export interface Output {
  write(chunks: readonly Buffer[], batch: string): Promise<void>;
  /** Everything written is safe. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Appends one line a record. */
export class FileStreamSinkTask implements SinkTask {
  readonly #standardOutput: () => Writable;
  #output: Output | null = null;

  constructor(standardOutput: () => Writable = () => process.stdout) {
    this.#standardOutput = standardOutput;
  }

  async start(config: TaskConfig): Promise<void> {
    const { file } = fileSinkConfig.parse(config);
    this.#output =
      file === null || file === '' ? new StandardOutput(this.#standardOutput()) : await AppendFile.open(file);
  }

  async put(records: readonly SinkRecord[]): Promise<void> {
    if (records.length > 0) await this.#output?.write(linesOf(records), nameOf(records));
  }

  async flush(): Promise<void> {
    await this.#output?.sync();
  }

  async stop(): Promise<void> {
    const output = this.#output;
    this.#output = null;
    await output?.close();
  }
}

/** Tells a batch that is given again from another one. */
function nameOf(records: readonly SinkRecord[]): string {
  const [first, last] = [records[0]!, records[records.length - 1]!];
  const place = (r: SinkRecord) => `${r.originalTopic}-${r.originalKafkaPartition}@${r.originalKafkaOffset}`;
  return `${records.length} from ${place(first)} to ${place(last)}`;
}
