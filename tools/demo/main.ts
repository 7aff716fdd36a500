/** `npm run demo -- [files] [--once]`: see README. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { root } from '../process/workspace.ts';
import { down, type ServiceName, ServicesError, up } from '../services/services.ts';
import { filesDemo } from './files.ts';
import { loginDemo } from './login.ts';
import { Story } from './story.ts';

export interface DemoContext {
  readonly story: Story;
  /** A folder for this demo's files; empty at first. */
  readonly dir: string;
  /** Addresses of the services, by the environment variables that tests read. */
  readonly addresses: Readonly<Record<string, string>>;
  /** End by itself, instead of waiting for Ctrl-C. */
  readonly isOnce: boolean;
  /** Resolves when the user wants to stop. */
  readonly stopped: Promise<void>;
  /** Leaves the topic empty: earlier runs must not show. */
  readonly resetTopic: (topic: string) => Promise<void>;
}

const demos: Readonly<
  Record<string, { services: readonly ServiceName[]; run: (context: DemoContext) => Promise<void> }>
> = {
  login: { services: ['kafka', 'mysql', 'elasticsearch'], run: loginDemo },
  files: { services: ['kafka'], run: filesDemo },
};

async function resetTopic(bootstrap: string, topic: string): Promise<void> {
  const admin = new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    if ((await admin.listTopics()).includes(topic)) await admin.deleteTopics({ topics: [topic] });
    while ((await admin.listTopics()).includes(topic)) await sleep(50);
    await admin.deleteGroups(['connect-elastic-login-connector', 'connect-file-sink']).catch(() => undefined); // none from an earlier run
  } finally {
    await admin.disconnect();
  }
}

async function main(args: readonly string[]): Promise<void> {
  const isOnce = args.includes('--once');
  const name = args.find((a) => !a.startsWith('-')) ?? 'login';
  const demo = demos[name];
  if (demo === undefined) throw new Error(`There is no demo "${name}"; there are: ${Object.keys(demos).join(', ')}`);
  const interrupted = Promise.withResolvers<void>();
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      stopping.abort();
      interrupted.resolve();
    });
  }
  const story = new Story();
  const dir = join(root, '.demo', name);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });

  story.step(`Starting ${demo.services.join(', ')} (the first time on a machine this takes some minutes)`);
  let started: readonly ServiceName[] = [];
  try {
    const services = await up(demo.services, { log: (line) => story.say(line), signal: stopping.signal });
    ({ started } = services);
    const addresses = services.environment;
    await demo.run({
      story,
      dir,
      addresses,
      isOnce,
      stopped: interrupted.promise,
      resetTopic: (topic) => resetTopic(addresses['KAFKA_BOOTSTRAP']!, topic),
    });
  } catch (error) {
    if (error instanceof ServicesError) ({ started } = error);
    throw error;
  } finally {
    if (started.length > 0) {
      story.end(`Stopping ${started.join(', ')}`);
      await down(started);
    }
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(`\nThe demo failed: ${(error as Error).message}`);
  process.exitCode = 1;
}
