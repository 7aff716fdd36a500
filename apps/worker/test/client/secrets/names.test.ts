import { describe, expect, test } from 'vitest';
import { isSecretName } from '../../../src/client/secrets/names.ts';

describe('a setting', () => {
  test.each([
    'connection.password',
    'database.password',
    'dbPassword',
    'ssl.keystore.password',
    'ssl.key.password',
    'ssl.keystore.key',
    'sasl.jaas.config',
    'producer.override.sasl.jaas.config',
    'value.converter.basic.auth.user.info',
    'aws.secret.access.key',
    'azblob.account.key',
    'api.key',
    'apiKey',
    'http.auth.token',
    'oauth.client_secret',
    'gcs.credentials.json',
    'passphrase',
    'elastic.pwd',
    'confluent.license',
    'headers.authorization',
    'SECRET',
  ])('called %s is a secret', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each([
    'name',
    'connector.class',
    'connection.url',
    'connection.user',
    'key.converter',
    'key.converter.schemas.enable',
    'topic.partition.key',
    'message.key.columns',
    'transforms.key.field',
    'sasl.oauthbearer.token.endpoint.url',
    'credentials.provider.class',
    'gcs.credentials.path',
    'ssl.keystore.location',
    'sasl.login.refresh.window.factor',
    'tokenizer.kind',
    'compass.direction',
    'bypass.checks',
    'user.information',
  ])('called %s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});
