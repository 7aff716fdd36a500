import { ConfigError, ConnectError, RetriableError } from '@causeway/api';
import { describe, expect, it, test } from 'vitest';
import { classifyError, KafkaProtocolError, toConnectError } from '../../src/kafka/errors.ts';
import { connectionError, requestTimeoutError } from '../../src/kafka/kafkajs-internals.ts';

describe('an error of the broker', () => {
  test.each([
    [1, 'OFFSET_OUT_OF_RANGE', 'fatal', false],
    [3, 'UNKNOWN_TOPIC_OR_PARTITION', 'retriable', true],
    [5, 'LEADER_NOT_AVAILABLE', 'retriable', true],
    [6, 'NOT_LEADER_FOR_PARTITION', 'retriable', true],
    [7, 'REQUEST_TIMED_OUT', 'retriable', false],
    [10, 'MESSAGE_TOO_LARGE', 'record', false],
    [14, 'GROUP_LOAD_IN_PROGRESS', 'retriable', false],
    [16, 'NOT_COORDINATOR_FOR_GROUP', 'retriable', false],
    [17, 'INVALID_TOPIC_EXCEPTION', 'config', false],
    [19, 'NOT_ENOUGH_REPLICAS', 'retriable', false],
    [26, 'INVALID_SESSION_TIMEOUT', 'config', false],
    [29, 'TOPIC_AUTHORIZATION_FAILED', 'config', false],
    [30, 'GROUP_AUTHORIZATION_FAILED', 'config', false],
    [32, 'INVALID_TIMESTAMP', 'record', false],
    [38, 'INVALID_REPLICATION_FACTOR', 'config', false],
    [47, 'INVALID_PRODUCER_EPOCH', 'fatal', false],
    [58, 'SASL_AUTHENTICATION_FAILED', 'config', false],
    [87, 'INVALID_RECORD', 'record', false],
    [9999, 'KAFKAJS_UNKNOWN_ERROR_CODE', 'fatal', false],
  ])('%i (%s) is %s', (code, type, kind, staleMetadata) => {
    const error = new KafkaProtocolError(code);
    expect(error.type).toBe(type);
    expect(classifyError(error)).toMatchObject({ kind, staleMetadata });
  });
});

describe('an error on the way to the broker', () => {
  test.each([
    [
      'a refused connection',
      connectionError('Connection error: connect ECONNREFUSED 10.0.0.1:9092', '10.0.0.1:9092'),
      RetriableError,
    ],
    [
      'a request out of time',
      requestTimeoutError('Produce was not answered within 30000 ms', '10.0.0.1:9092'),
      RetriableError,
    ],
    [
      'a certificate nobody knows',
      connectionError('Connection error: self-signed certificate', '10.0.0.1:9092'),
      ConfigError,
    ],
    [
      'TLS spoken to a plain listener',
      connectionError('Connection error: SSL wrong version number', '10.0.0.1:9092'),
      ConfigError,
    ],
  ])('%s says what was being done, with whom, and what to check', (_, error, expected) => {
    const result = toConnectError(error, 'Connecting to Kafka');
    expect(result).toBeInstanceOf(expected);
    expect(result.message).toMatch(/^Connecting to Kafka \(broker 10\.0\.0\.1:9092\): .*; check /);
    expect(result.cause).toBe(error);
  });

  it('stays what it is when it was made for the user already', () => {
    const error = new ConnectError('said');
    expect(toConnectError(error, 'Doing')).toBe(error);
  });
});
