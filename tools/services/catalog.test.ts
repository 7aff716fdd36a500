import { expect, test } from 'vitest';
import { addresses, ports, withNeeds, type ServiceName } from './catalog.ts';

test.each<[string, ServiceName, Record<string, string>, Record<string, string>]>([
  ['the default port', 'kafka', {}, { KAFKA_BOOTSTRAP: '127.0.0.1:9092' }],
  [
    'PORT_OFFSET',
    'mysql',
    { PORT_OFFSET: '10000' },
    { MYSQL_URL: 'mysql://connect:connect-secret@127.0.0.1:13306/demo' },
  ],
  ['a port of its own', 'elasticsearch', { ES_PORT: '9999' }, { ELASTICSEARCH_URL: 'http://127.0.0.1:9999' }],
  [
    'a port of its own beside PORT_OFFSET',
    'kafka',
    { KAFKA_PORT: '7', PORT_OFFSET: '1' },
    { KAFKA_BOOTSTRAP: '127.0.0.1:7' },
  ],
  ['a path', 'schema-registry', {}, { SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081/apis/ccompat/v7' }],
])('the address with %s', (_, name, env, expected) => {
  expect(addresses(name, env)).toEqual(expected);
});

test.each([
  ['a word', { KAFKA_PORT: 'nine' }, /KAFKA_PORT: nine is no port/],
  ['an offset that leads too far', { PORT_OFFSET: '60000' }, /KAFKA_PORT: 9092 \+ PORT_OFFSET 60000 is no port/],
])('%s is no port', (_, env, message) => {
  expect(() => ports('kafka', env)).toThrow(message);
});

test.each<[string, ServiceName[], Record<string, string>, ServiceName[]]>([
  ['what is needed comes first', ['java-connect'], {}, ['kafka', 'java-connect']],
  ['nothing comes twice', ['java-connect', 'kafka'], {}, ['kafka', 'java-connect']],
  ['what is there already is not started', ['java-connect'], { KAFKA_BOOTSTRAP: 'x:1' }, ['java-connect']],
])('%s', (_, names, env, expected) => {
  expect(withNeeds(names, env)).toEqual(expected);
});
