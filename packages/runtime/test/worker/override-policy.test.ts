import { expect, test } from 'vitest';
import { standaloneWorkerConfig } from '../../src/config/worker-config.ts';
import { overridePolicy } from '../../src/worker/override-policy.ts';

const policyOf = (policy: string, allowlist = '') =>
  overridePolicy(
    standaloneWorkerConfig({
      'bootstrap.servers': 'broker:9092',
      'key.converter': 'K',
      'value.converter': 'V',
      'offset.storage.file.filename': 'unused',
      'connector.client.config.override.policy': policy,
      'connector.client.config.override.allowlist': allowlist,
    }),
  );

test.each([
  ['All', '', 'linger.ms', true],
  ['None', '', 'linger.ms', false],
  ['Principal', '', 'linger.ms', false],
  ['Principal', '', 'sasl.jaas.config', true],
  ['Allowlist', 'linger.ms, acks', 'acks', true],
  ['Allowlist', 'linger.ms', 'acks', false],
  ['Allowlist', '', 'acks', false],
  ['org.apache.kafka.connect.connector.policy.NoneConnectorClientConfigOverridePolicy', '', 'acks', false],
])('the policy %s (%s) lets a connector set %s: %s', (policy, allowlist, key, isAllowed) => {
  expect(policyOf(policy, allowlist)(key) === null).toBe(isAllowed);
});

test('a policy that there is not is refused', () => {
  expect(() => policyOf('Some')).toThrow(
    /Invalid value Some for configuration connector\.client\.config\.override\.policy/,
  );
});
