import { describe, expect, test } from 'vitest';
import { namesOf, type PluginDescription, PluginRegistry } from '../../src/plugins/registry.ts';

const plugin = (kind: PluginDescription['kind'], name: string, version = '1.0.0'): PluginDescription => ({
  kind,
  class: name,
  version,
  entry: `${name}@${version}`,
});
const registry = new PluginRegistry([
  plugin('source', 'io.confluent.connect.jdbc.JdbcSourceConnector', '1.9.0'),
  plugin('source', 'io.confluent.connect.jdbc.JdbcSourceConnector', '1.10.0'),
  plugin('sink', 'io.confluent.connect.jdbc.JdbcSinkConnector'),
  plugin('converter', 'org.apache.kafka.connect.json.JsonConverter'),
  plugin('sink', 'one.SameSink'),
  plugin('sink', 'two.SameSink'),
  plugin('transformation', 'org.apache.kafka.connect.transforms.InsertField$Value'),
]);

describe('PluginRegistry', () => {
  test.each(['io.confluent.connect.jdbc.JdbcSourceConnector', 'JdbcSourceConnector', 'JdbcSource'])(
    'finds a connector as %s, in its newest version',
    (name) => {
      expect(registry.find(['source', 'sink'], name)?.entry).toBe(
        'io.confluent.connect.jdbc.JdbcSourceConnector@1.10.0',
      );
    },
  );

  test('finds the version that is asked for', () => {
    expect(registry.find(['source'], 'JdbcSource', '1.9.0')?.version).toBe('1.9.0');
  });

  test('a short name of several classes finds none of them, the full names do', () => {
    expect(registry.find(['sink'], 'SameSink')).toBeNull();
    expect(registry.find(['sink'], 'two.SameSink')?.class).toBe('two.SameSink');
  });

  test.each([
    ['JdbcSorceConnector', /Did you mean io\.confluent\.connect\.jdbc\.JdbcSourceConnector/],
    ['com.example.Nope', /Is its package in a folder of plugin\.path\?/],
  ])('%s is not found, and the message helps', (name, message) => {
    expect(() => registry.get(['source', 'sink'], name)).toThrow(message);
  });

  test('an unknown version names those that are there', () => {
    expect(() => registry.get(['source'], 'JdbcSource', '2.0.0')).toThrow(
      /no version 2\.0\.0 of JdbcSource; installed: 1\.9\.0, 1\.10\.0/,
    );
  });

  test('nested classes keep their dollar sign', () => {
    expect(namesOf({ kind: 'transformation', class: 'a.InsertField$Value' })).toEqual([
      'a.InsertField$Value',
      'InsertField$Value',
    ]);
  });
});
