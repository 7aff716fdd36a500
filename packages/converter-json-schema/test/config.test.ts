import { ConfigError } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import plugins, { JsonSchemaConverter, jsonSchemaConverterConfig } from '../src/index.ts';

const url = { 'schema.registry.url': 'http://localhost:8081' };

describe('the converter refuses', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['to do without a registry', {}, /schema\.registry\.url/],
    ['an unknown decimal.format', { ...url, 'decimal.format': 'HEX' }, /decimal\.format/],
    ['an unknown draft', { ...url, 'json.schema.spec.version': 'draft_3' }, /json\.schema\.spec\.version/],
    ['rules of data contracts', { ...url, 'json.validate.before.domain.rules': 'true' }, /are not run/],
    [
      'an unknown inclusion',
      { ...url, 'json.default.property.inclusion': 'SOME' },
      /json\.default\.property\.inclusion/,
    ],
  ])('%s', (_, config, problem) => {
    const configure = () => {
      new JsonSchemaConverter().configure(config, false);
    };
    expect(configure).toThrow(ConfigError);
    expect(configure).toThrow(problem);
  });
});

test.each([
  ['json.fail.unknown.properties', 'false'],
  ['json.write.dates.iso8601', 'true'],
  ['json.oneof.for.nullables', 'false'],
  ['json.default.property.inclusion', 'non_null'],
  ['json.value.type', 'com.example.Thing'],
])('accepts %s, which has no effect in Java either', (name, value) => {
  expect(() => {
    new JsonSchemaConverter().configure({ ...url, [name]: value }, false);
  }).not.toThrow();
  expect(jsonSchemaConverterConfig.keys[name as 'json.value.type'].documentation).toMatch(/without effect/);
});

test('the package exports the converter under its Java name', () => {
  expect(plugins.map((p) => `${p.kind} ${p.class}`)).toEqual([
    'converter io.confluent.connect.json.JsonSchemaConverter',
  ]);
});

test('a value without schema is refused, and null is a null message', () => {
  const converter = new JsonSchemaConverter();
  converter.configure(url, false);
  expect(converter.fromConnectData('t', null, null)).toBeNull();
  expect(converter.toConnectData('t', null)).toEqual({ schema: null, value: null });
  expect(() => converter.fromConnectData('t', null, new Map())).toThrow(
    /has no schema, .*JsonConverter with schemas\.enable=false/,
  );
});
