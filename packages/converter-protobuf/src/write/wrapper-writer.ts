import type { SchemaType } from '@causeway/api';
import type { Kind } from '../proto/kind.ts';
import type { Output } from '../wire/output.ts';
import { FieldWriter } from './field-writer.ts';
import type { MessageWriter } from './message-values.ts';

/** Writes a primitive as the message google.protobuf.*Value around it. */
export class WrapperWriter implements MessageWriter {
  readonly #value: FieldWriter;

  constructor(kind: Kind, type: SchemaType) {
    this.#value = new FieldWriter(
      {
        field: null,
        name: 'value',
        number: 1,
        kind,
        repeated: false,
        packed: false,
        hasPresence: false,
        message: null,
        enumeration: null,
        entry: null,
        oneof: null,
        isRequired: false,
        isProto2: false,
      },
      type,
    );
  }

  write(value: unknown, output: Output, depth: number): void {
    this.#value.write(value, output, depth);
  }
}
