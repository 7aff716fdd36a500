import { HttpError } from './errors.ts';

const requestTimeoutMs = 90_000;

/** The result of an operation, or a 500 that says what was being done when the time ran out. The operation itself goes on. */
export async function inTime<T>(doing: string, operation: Promise<T>): Promise<T> {
  const began = new Date();
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(
        new HttpError(
          500,
          `Request timed out. The worker is currently ${doing}, which began at ${began.toISOString()}.`,
        ),
      );
    }, requestTimeoutMs);
  });
  try {
    return await Promise.race([operation, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
