/** Entry of a task thread: connectors, tasks, and whatever else runs plugin code, on an event loop of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import { readWorkerConfig } from '../../config/worker-config.ts';
import { createKafka } from '../../kafka/client.ts';
import { logLevels } from '../../observability/log-levels.ts';
import { createLogger, kafkaLog } from '../../observability/logger.ts';
import { importPlugins, PluginLoader } from '../../plugins/loader.ts';
import { PluginRegistry } from '../../plugins/registry.ts';
import { type TaskId, taskName } from '../../config/task-id.ts';
import { activitySymbol, type Owner, SharedBoard } from '../activity.ts';
import { type MainMethods, type ThreadData, type ThreadMethods, offsetsOf, validationOf } from '../protocol.ts';
import { Rpc } from '../rpc.ts';
import { Activities } from './activities.ts';
import { ConfigVariables } from './config-variables.ts';
import { alterSinkOffsets, alterSourceOffsets, groupOffsets } from './connector-offsets.ts';
import { ConnectorHost } from './connector-host.ts';
import { TaskHost } from './task-host.ts';
import type { ThreadContext } from './thread-context.ts';
import { pluginConfig, validateConnector } from './validation.ts';

const port = parentPort!;
const { workerConfig, logLevels: levels, logFormat, board } = workerData as ThreadData;
const logger = createLogger('info', logFormat);
logLevels.replace(levels);

let loader = new PluginLoader(new PluginRegistry([]));
const main = new Rpc<MainMethods>(port);
const worker = readWorkerConfig(workerConfig);
const activities = new Activities(new SharedBoard(board));
(globalThis as Record<symbol, unknown>)[Symbol.for(activitySymbol)] = () => JSON.stringify(activities.current());
// an error that nobody catches ends the thread: whose it was can be told only now
process.on('uncaughtExceptionMonitor', () => activities.showCurrent());

const context: ThreadContext = {
  worker,
  get loader() {
    return loader;
  },
  kafka: createKafka(logger.child({}, kafkaLog)),
  main,
  logger,
  activities,
  variables: new ConfigVariables(
    { providers: worker.values['config.providers'], settings: worker.originals },
    () => loader,
  ),
  offsets: { read: (keys) => main.call('readOffsets', keys), write: (entries) => main.call('writeOffsets', entries) },
};
const connectors = new ConnectorHost(context);
const tasks = new TaskHost(context);

const taskOf = (id: TaskId): Owner => ({ kind: 'task', name: taskName(id) });
const connectorOf = (name: string): Owner => ({ kind: 'connector', name });
const request = (name: string): Owner => ({ kind: 'request', name });

const methods: ThreadMethods = {
  usePlugins: (plugins) => {
    loader = new PluginLoader(new PluginRegistry(plugins));
  },
  setLogLevels: (settings) => logLevels.replace(settings),
  ping: () => undefined,
  describe: (entry) =>
    activities.run(request(`importing ${entry}`), 'import', async () =>
      (await importPlugins(entry)).map(({ kind, class: name }) => ({ kind, class: name })),
    ),
  startConnector: ({ name, config }) =>
    activities.run(connectorOf(name), 'start', () => connectors.start(name, config)),
  stopConnector: (name) => activities.run(connectorOf(name), 'stop', () => connectors.stop(name)),
  taskConfigs: ({ name, maxTasks }) =>
    activities.run(connectorOf(name), 'taskConfigs', () => connectors.taskConfigs(name, maxTasks)),
  startTask: (start) => activities.run(taskOf(start.id), 'start', () => tasks.start(start)),
  pauseTask: (id) => tasks.pause(id),
  resumeTask: (id) => tasks.resume(id),
  forgetTopics: (id) => tasks.forgetTopics(id),
  stopTask: (id) => activities.run(taskOf(id), 'stop', () => tasks.stop(id)),
  validate: (wanted) =>
    activities.run(request(validationOf(wanted.config)), 'validate', () => validateConnector(context, wanted)),
  pluginConfig: (plugin) =>
    activities.run(request(`reading the settings of ${plugin.class}`), 'config', () => pluginConfig(loader, plugin)),
  groupOffsets: (connector) => groupOffsets(context, connector),
  alterSourceOffsets: (wanted) =>
    activities.run(request(offsetsOf(wanted.name)), 'alterOffsets', () => alterSourceOffsets(context, wanted)),
  alterSinkOffsets: (wanted) =>
    activities.run(request(offsetsOf(wanted.name)), 'alterOffsets', () => alterSinkOffsets(context, wanted)),
};
main.serve(methods);
