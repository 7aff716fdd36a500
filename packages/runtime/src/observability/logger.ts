import type { Logger } from '@causeway/api';
import pino from 'pino';
import { type LevelName, logLevels } from './log-levels.ts';

/** The worker's own log, from which those of connectors and tasks are made. */
export interface WorkerLogger extends Logger {
  /** A log whose lines carry these fields, under the same name or another by which its level is set. */
  child(fields: Readonly<Record<string, unknown>>, name?: string): WorkerLogger;
}

/** What the worker itself logs, what its Kafka clients log; plugins log under the names of their classes. */
export const workerLog = 'org.apache.kafka.connect';
export const kafkaLog = 'org.apache.kafka.clients';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * The worker's log on standard output: one JSON object a line, or lines for people where that is a terminal.
 * Each thread writes by itself and at once, so that nothing is lost when the process ends.
 */
export function createLogger(
  level: LogLevel,
  format: 'json' | 'text' = process.stdout.isTTY ? 'text' : 'json',
): WorkerLogger {
  logLevels.set('root', level.toUpperCase() as LevelName);
  const destination = format === 'json' ? pino.destination({ dest: 1, sync: true }) : textDestination();
  return new PinoLogger(
    pino(
      {
        level: 'debug', // which lines are written is up to the levels of loggers
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination,
    ),
    workerLog,
  );
}

class PinoLogger implements WorkerLogger {
  readonly #pino: pino.Logger;
  readonly #name: string;

  constructor(logger: pino.Logger, name: string) {
    this.#pino = logger;
    this.#name = name;
    logLevels.know(name);
  }

  child(fields: Readonly<Record<string, unknown>>, name = this.#name): WorkerLogger {
    return new PinoLogger(this.#pino.child(fields), name);
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (logLevels.isEnabled(this.#name, 'DEBUG')) this.#pino.debug(fields, message);
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (logLevels.isEnabled(this.#name, 'INFO')) this.#pino.info(fields, message);
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (logLevels.isEnabled(this.#name, 'WARN')) this.#pino.warn(fields, message);
  }

  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    if (logLevels.isEnabled(this.#name, 'ERROR')) this.#pino.error(fields, message);
  }
}

interface Line {
  readonly time: string;
  readonly level: string;
  readonly msg: string;
  readonly connector?: string;
  readonly task?: number;
}

/** `12:00:00.123 INFO  [mysql-login-connector-0] message key=value` */
function textDestination(): pino.DestinationStream {
  const out = pino.destination({ dest: 1, sync: true });
  return {
    write(json: string) {
      const { time, level, msg, connector, task, ...fields } = JSON.parse(json) as Line;
      const where = connector === undefined ? '' : `[${connector}${task === undefined ? '' : `-${task}`}] `;
      const rest = Object.entries(fields).map(
        ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
      );
      out.write(`${time.slice(11, 23)} ${level.toUpperCase().padEnd(5)} ${where}${msg}${rest.join('')}\n`);
    },
  };
}
