import { ConnectError } from '@causeway/api';
import { expect, test } from 'vitest';
import { indexNameOf } from '../../../src/sink/index/name.ts';

test.each([
  ['is in lower case', 'MySQL.Login', 'mysql.login'],
  ['loses one leading underscore', '_logins', 'logins'],
  ['loses one leading hyphen', '-logins', 'logins'],
  ['is dot for one dot', '.', 'dot'],
  ['is dotdot for two', '..', 'dotdot'],
  ['keeps a leading dot', '.logins', '.logins'],
  ['is cut to 255 bytes', 'a'.repeat(300), 'a'.repeat(255)],
  ['is cut between characters', `${'a'.repeat(254)}žž`, 'a'.repeat(254)],
])('an index name %s', (_, topic, name) => {
  expect(indexNameOf(topic)).toBe(name);
});

test.each([
  ['a space', 'my topic', /topic "my topic".*character " "/],
  ['a comma', 'a,b', /character ","/],
  ['a colon', 'a:b', /character ":"/],
  ['a slash', 'a/b', /character "\/"/],
  ['a star', 'a*', /character "\*"/],
  ['a hash', 'a#b', /character "#"/],
  ['two leading underscores', '__a', /must not begin with "_"/],
  ['a leading plus', '+a', /must not begin with "\+"/],
  ['nothing left', '_', /would be empty/],
])('there is no index name with %s', (_, topic, message) => {
  expect(() => indexNameOf(topic)).toThrow(ConnectError);
  expect(() => indexNameOf(topic)).toThrow(message);
});
