import {
  ConnectError,
  type ConfigMap,
  type SourceConnector,
  type SourceConnectorContext,
  type SourceOffset,
  type SourcePartition,
  type TaskConfig,
} from '@causeway/api';
import { taskConfig } from '../task-config.ts';
import { fileSourceConfig } from './config.ts';

interface AlteredOffset {
  readonly partition: SourcePartition;
  readonly offset: SourceOffset | null;
}

/** Reads one file, so it has one task whatever `tasks.max` says. */
export class FileStreamSourceConnector implements SourceConnector {
  #config: ConfigMap = {};

  start(config: ConfigMap, { logger }: SourceConnectorContext): void {
    const { file } = fileSourceConfig.parse(config);
    this.#config = config;
    logger.info(isStandardInput(file) ? 'Reading lines from standard input' : `Reading lines from ${file}`);
  }

  taskConfigs(): TaskConfig[] {
    return [taskConfig(this.#config)];
  }

  stop(): void {
    // nothing runs beside the task
  }

  /** @throws ConnectError for standard input, and for a partition or offset that this connector would not have stored */
  alterOffsets(config: ConfigMap, offsets: readonly AlteredOffset[]): boolean {
    if (isStandardInput(config['file'] ?? null)) {
      throw new ConnectError(
        "Offsets cannot be modified if the 'file' configuration is unspecified. This is because stdin is used for input and offsets are not tracked.",
      );
    }
    offsets.forEach(checkOffset);
    return true;
  }

  exactlyOnceSupport(config: ConfigMap): 'SUPPORTED' | 'UNSUPPORTED' {
    return isStandardInput(fileSourceConfig.parse(config).file) ? 'UNSUPPORTED' : 'SUPPORTED';
  }
}

/** Without a file, or with an empty name, lines come from standard input. */
export function isStandardInput(file: string | null): file is null {
  return file === null || file === '';
}

/** Anything may be reset: that is how an offset which should not be there is taken away. */
function checkOffset({ partition, offset }: AlteredOffset): void {
  if (offset === null) return;
  if (!('position' in offset))
    throw new ConnectError("Offset objects should either be null or contain the key 'position'");
  const position = offset['position'];
  if (!Number.isSafeInteger(position) && typeof position !== 'bigint')
    throw new ConnectError("The value for the 'position' key in the offset is expected to be a Long value");
  if ((position as number) < 0)
    throw new ConnectError("The value for the 'position' key in the offset should be a non-negative value");
  if (!('filename' in partition)) throw new ConnectError("Partition objects should contain the key 'filename'");
}
