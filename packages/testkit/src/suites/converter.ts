import assert from 'node:assert/strict';
import { type Bytes, type ConfigMap, type Converter, equalValues, Schema, type SchemaAndValue } from '@causeway/api';
import { encodeSchema, encodeValue } from '../golden/encoding.ts';
import { assertDataError, assertRefused, type BadConfig, dataErrorOrResult, type TestRunner } from './runner.ts';
import type { Sample } from './samples.ts';

/** Bytes that can't be read. */
export interface BadBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a suite needs to know of a converter. */
export interface ConverterClaims {
  readonly config?: ConfigMap;
  /** What it carries there and back; see `samples`. */
  readonly carries: readonly Sample[];
  /** What comes back of a sample, where that is not the same: a converter without schemas gives others, or none. */
  readonly comesBack?: (sample: Sample) => SchemaAndValue;
  /** What it must refuse to read, with a DataError. */
  readonly badBytes?: readonly BadBytes[];
  readonly badConfigs?: readonly BadConfig[];
  /** Bytes of data that is nested so deep, where its format nests. */
  readonly nestedBytes?: (depth: number) => Uint8Array;
  /** False where it takes no values without a schema. */
  readonly takesSchemaless?: boolean;
}

export interface ConverterSuite extends ConverterClaims {
  readonly create: () => Converter;
  /** Where both directions ask somebody, such as a schema registry: a topic that nobody else uses. */
  readonly topic?: string;
}

/** Both directions of either kind of converter. */
interface Subject {
  readonly write: (schema: Schema | null, value: unknown) => Bytes | Promise<Bytes>;
  readonly read: (bytes: Uint8Array | null) => SchemaAndValue | Promise<SchemaAndValue>;
}

/**
 * What every converter must obey: what it claims to carry comes back, null is null, bytes that can't be read are a DataError and nothing else,
 * buffers belong to who gave them, and data can't overflow the stack or reach JavaScript's prototypes.
 *
 * ```ts
 * import { describe, test } from 'vitest';
 * testConverter({ describe, test }, { create: () => new MyConverter(), carries: samples(), badBytes: [{ name: 'no bytes', bytes: Buffer.alloc(0) }] });
 * ```
 */
export function testConverter(runner: TestRunner, suite: ConverterSuite): void {
  const { create, config = {}, topic = 'suite' } = suite;
  const make = (): Subject => {
    const converter = create();
    converter.configure(config, false);
    return {
      write: (schema, value) => converter.fromConnectData(topic, schema, value, null),
      read: (bytes) => converter.toConnectData(topic, bytes, null),
    };
  };
  testBothWays(runner, suite, make);
  testRefusals(runner, suite.badConfigs, (bad) => create().configure({ ...config, ...bad }, false));
}

export function testRefusals(
  { describe, test }: TestRunner,
  badConfigs: readonly BadConfig[] = [],
  configure: (config: ConfigMap) => void,
): void {
  if (badConfigs.length === 0) return;
  describe('refuses settings by name of the key:', () => {
    for (const bad of badConfigs) test(bad.name, () => assertRefused(() => configure(bad.config), bad));
  });
}

export function testBothWays(runner: TestRunner, suite: ConverterClaims, make: () => Subject): void {
  const { describe, test } = runner;
  describe('carries there and back:', () => {
    for (const sample of suite.carries) test(sample.name, () => assertCarried(make(), sample, suite));
  });
  describe('null:', () => testNull(runner, suite, make));
  describe('buffers:', () => testBuffers(runner, suite, make));
  if (suite.badBytes !== undefined && suite.badBytes.length > 0) {
    describe('refuses with a DataError:', () => {
      for (const { name, bytes } of suite.badBytes ?? []) test(name, () => assertDataError(() => make().read(bytes)));
    });
  }
  describe('hostile data:', () => testHostile(runner, suite, make));
}

async function assertCarried(subject: Subject, sample: Sample, suite: ConverterClaims): Promise<void> {
  const before = snapshot(sample);
  const bytes = asBuffer(await subject.write(sample.schema, sample.value));
  assert.equal(snapshot(sample), before, 'the value was changed by writing it');
  const expected = suite.comesBack?.(sample) ?? sample;
  assertSame(await subject.read(bytes), expected);
  assertSame(await subject.read(bytes), expected);
}

function testNull({ test }: TestRunner, suite: ConverterClaims, make: () => Subject): void {
  test('without a schema is written as null, which deletes in a compacted topic', async () => {
    assert.equal(await make().write(null, null), null);
  });

  test('is read as null', async () => {
    assert.equal((await make().read(null)).value, null);
  });

  const optional = suite.carries.find(({ schema }) => schema !== null && schema.name === null)?.schema;
  if (optional === undefined || optional === null) return;
  test(`of an optional ${optional.type} comes back as null`, async () => {
    const subject = make();
    const bytes = await subject.write(optional.withOptional(true), null);
    assert.equal((await subject.read(bytes === null ? null : asBuffer(bytes))).value, null);
  });
}

function testBuffers({ test }: TestRunner, suite: ConverterClaims, make: () => Subject): void {
  test('that were read are neither changed nor kept', async () => {
    for (const sample of suite.carries) {
      const subject = make();
      const bytes = Buffer.from(asBuffer(await subject.write(sample.schema, sample.value)));
      const before = Buffer.from(bytes);
      const read = await subject.read(bytes);
      assert.ok(bytes.equals(before), `${sample.name}: the input was changed`);
      bytes.fill(0xff);
      assertSame(read, suite.comesBack?.(sample) ?? sample, `${sample.name}, after its input was overwritten: `);
    }
  });

  test('that were written stay as they are when more is written', async () => {
    const subject = make();
    const written: { readonly bytes: Buffer; readonly copy: Buffer }[] = [];
    for (const { schema, value } of suite.carries) {
      const bytes = asBuffer(await subject.write(schema, value));
      written.push({ bytes, copy: Buffer.from(bytes) });
    }
    for (const { bytes, copy } of written) assert.ok(bytes.equals(copy), 'bytes were changed by a later value');
  });
}

const DEEP = 100_000;

function testHostile({ test }: TestRunner, suite: ConverterClaims, make: () => Subject): void {
  const { nestedBytes } = suite;
  if (nestedBytes !== undefined) {
    test('nested without end is read or refused, and does not overflow the stack', async () => {
      await dataErrorOrResult(() => make().read(nestedBytes(DEEP)));
    });
  }
  if (suite.takesSchemaless !== false) {
    test('nested without end is written or refused, and does not overflow the stack', async () => {
      let value: unknown = 1;
      for (let i = 0; i < DEEP; i++) value = [value];
      await dataErrorOrResult(() => make().write(null, value));
    });
  }
  if (suite.carries.some(({ schema }) => schema?.type === 'STRING')) {
    test('with half of a surrogate pair is a text, or refused', async () => {
      const subject = make();
      const bytes = await dataErrorOrResult(() => subject.write(Schema.STRING_SCHEMA, 'a\ud83d'));
      if (bytes === undefined) return;
      const { value } = await subject.read(asBuffer(bytes));
      assert.equal(typeof value, 'string');
    });
  }
  test('leaves the prototypes of JavaScript alone', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    for (const { schema, value } of suite.carries) {
      const subject = make();
      await subject.read(asBuffer(await subject.write(schema, value)));
    }
    assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), before);
  });
}

/** The text that a converter may return stands for its UTF-8 bytes. */
function asBuffer(bytes: Bytes): Buffer {
  assert.ok(bytes !== null, 'bytes were expected, got null');
  return typeof bytes === 'string'
    ? Buffer.from(bytes, 'utf8')
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function assertSame(have: SchemaAndValue, want: SchemaAndValue, where = ''): void {
  const [a, b] = [have, want].map(({ schema }) => JSON.stringify(encodeSchema(schema)));
  const isSameSchema = want.schema === null ? have.schema === null : want.schema.equals(have.schema);
  assert.ok(isSameSchema, `${where}expected the schema ${b}, got ${a}`);
  assert.ok(equalValues(have.value, want.value), `${where}expected ${snapshot(want)}, got ${snapshot(have)}`);
}

function snapshot({ schema, value }: SchemaAndValue): string {
  return JSON.stringify(encodeValue(value, schema));
}
