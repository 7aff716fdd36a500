import { recursiveSamples, testConverter } from '@causeway/testkit';
import { describe, test } from 'vitest';
import { AvroConverter } from '../src/index.ts';
import { registryDouble } from './registry-double.ts';

describe('AvroConverter', () => {
  testConverter(
    { describe, test },
    {
      create: () => new AvroConverter(registryDouble().client),
      config: { 'schema.registry.url': 'http://registry' },
      carries: recursiveSamples(),
      badBytes: ['', '00', '0000000001', '0100000001', '00000000ff00'].map((hex) => ({
        name: `"${hex}"`,
        bytes: Buffer.from(hex, 'hex'),
      })),
    },
  );
});
