/** `npm run demo -- [files] [--once]`: see README. */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createKafka, createLogger } from '@causeway/runtime';
import { root } from '../process/workspace.ts';
import { addresses, down, type ServiceName, ServicesError, type Up, up } from '../services/services.ts';
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

/** The services that the environment names, if it names all of them. */
function given(services: readonly ServiceName[]): Up | null {
  const variables = services.flatMap((service) => Object.keys(addresses(service)));
  const environment = Object.fromEntries(
    variables.flatMap((v) => (process.env[v] === undefined ? [] : [[v, process.env[v]]])),
  );
  return Object.keys(environment).length === variables.length ? { started: [], environment } : null;
}

/** Without its topic a group has no offsets of it either. */
async function resetTopic(bootstrap: string, topic: string): Promise<void> {
  const admin = createKafka(createLogger('error')).admin({ 'bootstrap.servers': bootstrap });
  try {
    if ((await admin.listTopics()).includes(topic)) await admin.deleteTopics([topic]);
    while ((await admin.listTopics()).includes(topic)) await sleep(50);
  } finally {
    await admin.close();
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
    const services =
      given(demo.services) ?? (await up(demo.services, { log: (line) => story.say(line), signal: stopping.signal }));
    ({ started } = services);
    const found = services.environment;
    await demo.run({
      story,
      dir,
      addresses: found,
      isOnce,
      stopped: interrupted.promise,
      resetTopic: (topic) => resetTopic(found['KAFKA_BOOTSTRAP']!, topic),
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
