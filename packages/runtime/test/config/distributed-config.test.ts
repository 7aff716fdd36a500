import { describe, expect, test } from 'vitest';
import { distributedWorkerConfig, hashOfMac, internalTopic } from '../../src/config/distributed-config.ts';

const required = {
  'bootstrap.servers': 'a:1',
  'group.id': 'g',
  'key.converter': 'c',
  'value.converter': 'c',
  'config.storage.topic': 'configs',
  'offset.storage.topic': 'offsets',
  'status.storage.topic': 'status',
};

describe('settings of a distributed worker', () => {
  test.each([
    [
      'an unknown protocol',
      { 'connect.protocol': 'magic' },
      /magic .*connect\.protocol: Invalid Connect protocol compatibility/,
    ],
    [
      'unknown support of exactly once',
      { 'exactly.once.source.support': 'perhaps' },
      /perhaps .*DISABLED, ENABLED, PREPARING/,
    ],
    ['exactly once, which there is not', { 'exactly.once.source.support': 'Enabled' }, /delivers at least once/],
    [
      'heartbeats as long as the session',
      { 'heartbeat.interval.ms': '10000' },
      /Heartbeat must be set lower than the session timeout/,
    ],
    ['no replicas', { 'offset.storage.replication.factor': '0' }, /Replication factor must be positive/],
    ['no partitions', { 'status.storage.partitions': '0' }, /must be positive/],
    [
      'a key of no age',
      { 'inter.worker.key.ttl.ms': 'x' },
      /Invalid value x for configuration inter\.worker\.key\.ttl\.ms: Not a number of type INT/,
    ],
    ['an unknown signature', { 'inter.worker.signature.algorithm': 'Rot13' }, /the algorithm Rot13 is not supported/],
    [
      'a signature that it would not accept itself',
      { 'inter.worker.signature.algorithm': 'HmacSHA512' },
      /must be one of inter\.worker\.verification\.algorithms/,
    ],
    ['no brokers', { 'bootstrap.servers': '' }, /name at least one broker/],
  ])('%s is refused', (_, settings, message) => {
    expect(() => distributedWorkerConfig({ ...required, ...settings })).toThrow(message);
  });

  test.each(Object.keys(required))('%s is required', (key) => {
    const others = Object.fromEntries(Object.entries(required).filter(([name]) => name !== key));
    expect(() => distributedWorkerConfig(others)).toThrow(`Missing required configuration "${key}"`);
  });

  test('say how internal topics are created, with settings of their own', () => {
    const config = distributedWorkerConfig({
      ...required,
      'config.storage.partitions': '3',
      'offset.storage.partitions': '-1',
      'offset.storage.cleanup.policy': 'delete',
      'offset.storage.segment.bytes': '1000',
    });
    expect([internalTopic(config, 'config'), internalTopic(config, 'offset')]).toEqual([
      { topic: 'configs', partitions: 1, replicationFactor: 3, configs: {}, ignored: ['config.storage.partitions'] },
      {
        ...{ topic: 'offsets', partitions: -1, replicationFactor: 3, configs: { 'segment.bytes': '1000' } },
        ignored: ['offset.storage.cleanup.policy'],
      },
    ]);
  });

  test('name Macs in any case', () => {
    expect([hashOfMac('hmacsha256'), hashOfMac('HmacSHA512/256'), hashOfMac('Rot13')]).toEqual([
      'sha256',
      'sha512-256',
      null,
    ]);
  });
});
