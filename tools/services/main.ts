/** npm run services -- up|down|status|clean [NAME…] */
import { isServiceName, serviceNames, type ServiceName } from './catalog.ts';
import { clean, down, ServicesError, status, up, type Up } from './services.ts';

const usage = `npm run services -- COMMAND [NAME…]
  up NAME…          start services, wait until they answer, print the addresses that tests read
  down [NAME…]      stop services; all of them unless named
  status [NAME…]    one line each; exit code 3 if one that was named is not up
  clean [NAME…]     stop services and drop their data
Names: ${serviceNames.join(', ')}
Docker compose is used where an engine answers, else the services are installed and run on this machine
(CAUSEWAY_SERVICES_ENGINE=native or docker decides otherwise). Their state is in CAUSEWAY_SERVICES_HOME
(~/.cache/causeway/services). PORT_OFFSET is added to every default port.`;

/** Prints the addresses so that a shell can read them: eval "$(npm run --silent services -- up kafka)". */
function print({ started, environment }: Up): void {
  const names = started.join(' ');
  process.stderr.write(
    names === '' ? 'started nothing\n' : `started ${names}; to stop: npm run services -- down ${names}\n`,
  );
  for (const [name, value] of Object.entries(environment)) process.stdout.write(`export ${name}=${value}\n`);
}

async function upCommand(names: readonly ServiceName[]): Promise<number> {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => interrupted.abort());
  try {
    const log = (line: string) => void process.stderr.write(`${line}\n`);
    print(await up(names, { log, signal: interrupted.signal }));
    return 0;
  } catch (error) {
    if (!(error instanceof ServicesError)) throw error;
    if (interrupted.signal.aborted) await down(error.started);
    else print(error);
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

async function statusCommand(names: readonly ServiceName[], isNamed: boolean): Promise<number> {
  const found = [...(await status(names)).values()];
  for (const { line } of found) process.stdout.write(`${line}\n`);
  return isNamed && found.some(({ state }) => state !== 'up') ? 3 : 0;
}

async function main([command, ...names]: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !isServiceName(name));
  if (unknown !== undefined) {
    process.stderr.write(`no service '${unknown}'; there are: ${serviceNames.join(', ')}\n`);
    return 2;
  }
  const asked = names.filter(isServiceName);
  const all = asked.length > 0 ? asked : serviceNames;
  switch (command) {
    case 'up':
      if (asked.length > 0) return upCommand(asked);
      break;
    case 'down':
      await down(all);
      return 0;
    case 'clean':
      await clean(all);
      return 0;
    case 'status':
      return statusCommand(all, asked.length > 0);
  }
  process.stderr.write(`${usage}\n`);
  return 2;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
