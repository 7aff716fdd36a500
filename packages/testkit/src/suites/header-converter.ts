import type { HeaderConverter } from '@causeway/api';
import { type ConverterClaims, testBothWays, testRefusals } from './converter.ts';
import type { TestRunner } from './runner.ts';

export interface HeaderConverterSuite extends ConverterClaims {
  readonly create: () => HeaderConverter;
}

/** What every header converter must obey: the same as of a converter (see `testConverter`), at once and without a promise. */
export function testHeaderConverter(runner: TestRunner, suite: HeaderConverterSuite): void {
  const config = { 'converter.type': 'header', ...suite.config };
  testBothWays(runner, suite, () => {
    const converter = suite.create();
    converter.configure(config);
    return {
      write: (schema, value) => converter.fromConnectHeader('suite', 'header', schema, value),
      read: (bytes) => converter.toConnectHeader('suite', 'header', bytes),
    };
  });
  testRefusals(runner, suite.badConfigs, (bad) => suite.create().configure({ ...config, ...bad }));
}
