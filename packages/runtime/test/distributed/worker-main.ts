/** A distributed worker as a process of its own. Its only argument is a JSON object of settings. */
import { createLogger, DistributedWorker, distributedWorkerConfig } from '../../src/index.ts';

const logger = createLogger('info', 'text');
const worker = await DistributedWorker.build({
  ...{ logger, logLevel: 'info', logFormat: 'text' },
  config: distributedWorkerConfig(JSON.parse(process.argv[2]!) as Record<string, string>),
  failed: (error) => {
    console.error(error.message);
    process.exit(1);
  },
});
process.on('SIGTERM', () => void worker.stop().then(() => process.exit(143)));
worker.start();
