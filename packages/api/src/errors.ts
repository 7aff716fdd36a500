/**
 * The error tree. Java's exceptions under our names: ConnectException → ConnectError, RetriableException → RetriableError,
 * DataException → DataError, ConfigException → ConfigError, NotFoundException → NotFoundError, AlreadyExistsException → AlreadyExistsError.
 */
import { brand, isBranded } from './brand.ts';

export interface ConnectErrorOptions {
  readonly cause?: unknown;
  /** A short stable name for machines, such as `ERR_TABLE_NOT_FOUND`. */
  readonly code?: string;
}

/** Anything that goes wrong in Connect. The message says what was being done, where, and what to change. */
export class ConnectError extends Error {
  readonly code: string;

  constructor(message: string, options: ConnectErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.name = new.target.name;
    this.code = options.code ?? 'ERR_CONNECT';
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isBranded(this, value);
  }

  static {
    brand(this, 'ConnectError');
  }
}

/** The same call may succeed later: the worker waits and calls again with the same records. */
export class RetriableError extends ConnectError {
  static {
    brand(this, 'RetriableError');
  }
}

export interface DataErrorOptions extends ConnectErrorOptions {
  /** The field that the error is about, as a path such as `after.price`; reports of failed records name it. */
  readonly field?: string;
}

/** A record, schema or value that can't be used. */
export class DataError extends ConnectError {
  readonly field: string | null;

  constructor(message: string, options: DataErrorOptions = {}) {
    super(message, options);
    this.field = options.field ?? null;
  }

  static {
    brand(this, 'DataError');
  }
}

/** A schema that was built wrongly. */
export class SchemaBuilderError extends DataError {
  static {
    brand(this, 'SchemaBuilderError');
  }
}

/** Two schemas of which one can't be projected onto the other. */
export class SchemaProjectorError extends DataError {
  static {
    brand(this, 'SchemaProjectorError');
  }
}

/** A setting that is missing or can't be used. The message names the key, the value and the fix. */
export class ConfigError extends ConnectError {
  static {
    brand(this, 'ConfigError');
  }
}

export class NotFoundError extends ConnectError {
  static {
    brand(this, 'NotFoundError');
  }
}

export class AlreadyExistsError extends ConnectError {
  static {
    brand(this, 'AlreadyExistsError');
  }
}
