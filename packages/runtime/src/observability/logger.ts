import type { Logger } from '@causeway/api';
import pino from 'pino';

/** The worker's own log, from which those of connectors and tasks are made. */
export interface WorkerLogger extends Logger {
  /** A log whose lines carry these fields. */
  child(fields: Readonly<Record<string, unknown>>): WorkerLogger;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * The worker's log on standard output: one JSON object a line, or lines for people where that is a terminal.
 * Each thread writes by itself and at once, so that nothing is lost when the process ends.
 */
export function createLogger(
  level: LogLevel,
  format: 'json' | 'text' = process.stdout.isTTY ? 'text' : 'json',
): WorkerLogger {
  const destination = format === 'json' ? pino.destination({ dest: 1, sync: true }) : textDestination();
  return new PinoLogger(
    pino(
      {
        level,
        base: null,
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
      },
      destination,
    ),
  );
}

class PinoLogger implements WorkerLogger {
  readonly #pino: pino.Logger;

  constructor(logger: pino.Logger) {
    this.#pino = logger;
  }

  child(fields: Readonly<Record<string, unknown>>): WorkerLogger {
    return new PinoLogger(this.#pino.child(fields));
  }

  debug(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.debug(fields, message);
  }

  info(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.info(fields, message);
  }

  warn(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.warn(fields, message);
  }

  error(message: string, fields: Readonly<Record<string, unknown>> = {}): void {
    this.#pino.error(fields, message);
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
