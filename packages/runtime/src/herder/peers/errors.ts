import { ConnectError } from '@causeway/api';

/** Another worker has to do it. Java: RequestTargetException, NotLeaderException, NotAssignedException */
export class WrongWorkerError extends ConnectError {
  /** Where that worker's REST API is; null where nobody knows at the moment. */
  readonly url: string | null;

  constructor(message: string, url: string | null) {
    super(message);
    this.url = url;
  }
}

/** A request of another worker that is not signed as it should be. */
export class SignatureError extends ConnectError {
  /** Of the HTTP answer. */
  readonly status: 400 | 403 | 503;

  constructor(status: 400 | 403 | 503, message: string) {
    super(message);
    this.status = status;
  }
}
