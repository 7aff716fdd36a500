import { DataError } from '@causeway/api';

/** A document that the server would refuse: it is not sent, and `behavior.on.malformed.documents` decides. */
export class MalformedDocumentError extends DataError {
  constructor(what: string) {
    super(`A document must be an object, and ${what}: use the HoistField transformation, for instance`, {
      code: 'ERR_ELASTICSEARCH_MALFORMED_DOCUMENT',
    });
  }
}
