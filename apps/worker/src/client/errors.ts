import { ConnectError } from '@causeway/api';

/** Exit codes of the commands that ask a REST API. */
export const exitCodes = {
  ok: 0,
  /** The API refused, or something is wrong in a file. */
  refused: 1,
  /** The arguments are wrong. */
  usage: 2,
  /** No API answered. */
  unreachable: 3,
} as const;

/** What ends a command, with the exit code for it and a sentence on what to do. */
export class CommandError extends ConnectError {
  readonly exitCode: number;
  readonly advice: string | null;

  constructor(exitCode: number, message: string, advice: string | null = null, cause?: unknown) {
    super(message, { cause });
    this.exitCode = exitCode;
    this.advice = advice;
  }
}

/** A file that can't be read or holds what the command can't use. */
export class InputError extends CommandError {
  constructor(message: string, advice: string | null = null, cause?: unknown) {
    super(exitCodes.refused, message, advice, cause);
  }
}

/** Arguments that make no sense. */
export class UsageError extends CommandError {
  constructor(message: string, advice: string | null = null) {
    super(exitCodes.usage, message, advice);
  }
}

/** None of the addresses gave an answer of a Connect REST API. */
export class UnreachableError extends CommandError {
  constructor(message: string, advice: string | null = null, cause?: unknown) {
    super(exitCodes.unreachable, message, advice, cause);
  }
}

/** The API answered, but not with success. */
export class RefusedError extends CommandError {
  readonly status: number;
  /** The API's answer as it came; undefined where it was no JSON. */
  readonly body: unknown;

  constructor(message: string, advice: string | null, { status, body }: { status: number; body: unknown }) {
    super(exitCodes.refused, message, advice);
    this.status = status;
    this.body = body;
  }
}
