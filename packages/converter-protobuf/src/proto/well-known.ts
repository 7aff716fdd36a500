import { createRequire } from 'node:module';
import protobuf from 'protobufjs';
import type { INamespace, Root } from 'protobufjs';
import { googleFile } from './google-files.ts';

/** How the messages with a meaning of their own in Connect are called. */
export const DECIMAL = 'confluent.type.Decimal';
export const DATE = 'google.type.Date';
export const TIME_OF_DAY = 'google.type.TimeOfDay';
export const TIMESTAMP = 'google.protobuf.Timestamp';

/** Where they are defined. */
export const fileOf: Readonly<Record<string, string>> = {
  [DECIMAL]: 'confluent/type/decimal.proto',
  [DATE]: 'google/type/date.proto',
  [TIME_OF_DAY]: 'google/type/timeofday.proto',
  [TIMESTAMP]: 'google/protobuf/timestamp.proto',
};

export const META_FILE = 'confluent/meta.proto';
export const WRAPPERS_FILE = 'google/protobuf/wrappers.proto';

/** The wrapper messages, in the order of their file, with the type of their field `value`. */
export const wrapperTypes: Readonly<Record<string, string>> = {
  'google.protobuf.DoubleValue': 'double',
  'google.protobuf.FloatValue': 'float',
  'google.protobuf.Int64Value': 'int64',
  'google.protobuf.UInt64Value': 'uint64',
  'google.protobuf.Int32Value': 'int32',
  'google.protobuf.UInt32Value': 'uint32',
  'google.protobuf.BoolValue': 'bool',
  'google.protobuf.StringValue': 'string',
  'google.protobuf.BytesValue': 'bytes',
};

/** As google publishes it: primitives without a struct around them are registered as a message of this file. */
export const wrappersText = [
  'syntax = "proto3";',
  'package google.protobuf;',
  '',
  'option cc_enable_arenas = true;',
  'option go_package = "google.golang.org/protobuf/types/known/wrapperspb";',
  'option java_package = "com.google.protobuf";',
  'option java_outer_classname = "WrappersProto";',
  'option java_multiple_files = true;',
  'option objc_class_prefix = "GPB";',
  'option csharp_namespace = "Google.Protobuf.WellKnownTypes";',
  '',
  ...Object.entries(wrapperTypes).map(
    ([name, type]) => `message ${name.slice('google.protobuf.'.length)} {\n  ${type} value = 1;\n}`,
  ),
  '',
].join('\n');

const confluentFiles: Readonly<Record<string, string>> = {
  // The extensions of google's options, which are what the file is for, are read from the options themselves.
  [META_FILE]:
    'syntax = "proto3"; package confluent; message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }',
  [fileOf[DECIMAL]!]:
    'syntax = "proto3"; package confluent.type; message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }',
};

/** Imported for options of one's own; it comes with protobufjs. */
const DESCRIPTOR_FILE = 'google/protobuf/descriptor.proto';
const require = createRequire(import.meta.url);

/**
 * Adds a file that schemas may import without a reference to it.
 * @returns the files that it imports itself, or null if it is none of them
 */
export function addWellKnownFile(root: Root, name: string): readonly string[] | null {
  const text = name === WRAPPERS_FILE ? wrappersText : (confluentFiles[name] ?? googleFile(name));
  if (text !== null) return protobuf.parse(text, root, { keepCase: true }).imports ?? [];
  if (name !== DESCRIPTOR_FILE) return null;
  root.addJSON((require('protobufjs/google/protobuf/descriptor.json') as INamespace).nested!);
  return [];
}
