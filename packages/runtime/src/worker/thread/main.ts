/** Entry of a task thread: connectors, tasks, and whatever else runs plugin code, on an event loop of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { standaloneWorkerConfig } from '../../config/worker-config.ts';
import { createKafka } from '../../kafka/client.ts';
import { createLogger } from '../../observability/logger.ts';
import { importPlugins, PluginLoader } from '../../plugins/loader.ts';
import { PluginRegistry } from '../../plugins/registry.ts';
import type { MainMethods, ThreadData, ThreadMethods } from '../protocol.ts';
import { Rpc } from '../rpc.ts';
import { ConfigVariables } from './config-variables.ts';
import { ConnectorHost } from './connector-host.ts';
import { TaskHost } from './task-host.ts';
import type { ThreadContext } from './thread-context.ts';
import { pluginConfig, validateConnector } from './validation.ts';

const port = parentPort!;
const { workerConfig, logLevel, logFormat } = workerData as ThreadData;
const logger = createLogger(logLevel, logFormat);

let loader = new PluginLoader(new PluginRegistry([]));
const main = new Rpc<MainMethods>(port);
const worker = standaloneWorkerConfig(workerConfig);
const context: ThreadContext = {
  worker,
  get loader() {
    return loader;
  },
  kafka: createKafka(logger),
  main,
  logger,
  variables: new ConfigVariables(worker, () => loader),
  offsets: { read: (keys) => main.call('readOffsets', keys), write: (entries) => main.call('writeOffsets', entries) },
};
const connectors = new ConnectorHost(context);
const tasks = new TaskHost(context);

const methods: ThreadMethods = {
  usePlugins: (plugins) => {
    loader = new PluginLoader(new PluginRegistry(plugins));
  },
  ping: () => undefined,
  describe: async (entry) => (await importPlugins(entry)).map(({ kind, class: name }) => ({ kind, class: name })),
  startConnector: ({ name, config }) => connectors.start(name, config),
  stopConnector: (name) => connectors.stop(name),
  taskConfigs: ({ name, maxTasks }) => connectors.taskConfigs(name, maxTasks),
  startTask: (start) => tasks.start(start),
  pauseTask: (id) => tasks.pause(id),
  resumeTask: (id) => tasks.resume(id),
  stopTask: (id) => tasks.stop(id),
  validate: (config) => validateConnector(context, config),
  pluginConfig: (plugin) => pluginConfig(loader, plugin),
};
main.serve(methods);
