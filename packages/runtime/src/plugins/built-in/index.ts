/** The plugins that every worker has, as they come with Kafka itself: the default header converter and the config providers. */
import { definePlugins } from '@causeway/api';
import { DirectoryConfigProvider, directoryConfigProviderConfig } from './directory-config-provider.ts';
import { EnvVarConfigProvider, envVarConfigProviderConfig } from './env-var-config-provider.ts';
import { FileConfigProvider, fileConfigProviderConfig } from './file-config-provider.ts';
import { SimpleHeaderConverter, simpleHeaderConverterConfig } from './simple-header-converter.ts';

export const builtInPlugins = definePlugins([
  {
    kind: 'header_converter',
    class: 'org.apache.kafka.connect.storage.SimpleHeaderConverter',
    config: simpleHeaderConverterConfig,
    create: () => new SimpleHeaderConverter(),
  },
  {
    kind: 'config_provider',
    class: 'org.apache.kafka.common.config.provider.FileConfigProvider',
    config: fileConfigProviderConfig,
    create: () => new FileConfigProvider(),
  },
  {
    kind: 'config_provider',
    class: 'org.apache.kafka.common.config.provider.DirectoryConfigProvider',
    config: directoryConfigProviderConfig,
    create: () => new DirectoryConfigProvider(),
  },
  {
    kind: 'config_provider',
    class: 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
    config: envVarConfigProviderConfig,
    create: () => new EnvVarConfigProvider(),
  },
]);

export default builtInPlugins;
