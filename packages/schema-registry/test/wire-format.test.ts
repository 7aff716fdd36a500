import { DataError } from '@causeway/api';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRAME_BYTES, framed, readSchemaId, writeFrame } from '../src/index.ts';

test('every id survives the frame', () => {
  fc.assert(
    fc.property(fc.integer(), fc.uint8Array(), (id, message) => {
      const bytes = framed(id, message);
      expect(bytes[0]).toBe(0);
      expect(readSchemaId(bytes, 't', false)).toBe(id);
      expect([...bytes.subarray(FRAME_BYTES)]).toEqual([...message]);
    }),
  );
});

test('a text is framed as UTF-8', () => {
  expect(framed(258, '{"a":"é"}').toString('hex')).toBe('0000000102' + Buffer.from('{"a":"é"}').toString('hex'));
});

test('a frame is written where it is wanted', () => {
  const target = Buffer.alloc(8, 0xff);
  expect(writeFrame(target, 2, 1)).toBe(7);
  expect(target.toString('hex')).toBe('ffff0000000001ff');
});

test.each([
  ['no bytes', '', 'The value of a record of topic orders is empty'],
  ['too few bytes', '000001', 'has 3 bytes only'],
  ['JSON', Buffer.from('{"a":1}').toString('hex'), 'begins with the byte 0x7b'],
  [
    'JSON, with the converter for it',
    Buffer.from('{"a":1}').toString('hex'),
    'org.apache.kafka.connect.json.JsonConverter',
  ],
  ['text', Buffer.from('hello').toString('hex'), 'looks like text'],
  ['an Avro file', '4f626a0104', 'Avro container file'],
  ['a schema GUID', '0100000000', 'GUID'],
  ['anything else', 'ff00000000', 'set value.converter to the converter that it was written with'],
])('%s is no framed message', (_, hex, text) => {
  const read = (): number => readSchemaId(Buffer.from(hex, 'hex'), 'orders', false);
  expect(read).toThrow(DataError);
  expect(read).toThrow(text);
});
