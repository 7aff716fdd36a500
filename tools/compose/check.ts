/**
 * Checks docker-compose.yml without a Docker engine: its shape, exact images, ports on 127.0.0.1 only, and the same
 * ports as the services that are started without containers. `docker compose config` has its say too where it is there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { run } from '../process/run.ts';
import { root } from '../process/workspace.ts';
import { serviceNames, services } from '../services/catalog.ts';

interface ComposeService {
  readonly image: string;
  readonly ports: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
}

const file = join(root, 'docker-compose.yml');

/** Every problem of the project's docker-compose.yml, one sentence each. */
export async function checkCompose(): Promise<string[]> {
  const problems = composeProblems(parse(readFileSync(file, 'utf8')));
  const composeIsThere = (await run('docker', ['compose', 'version'])).code === 0;
  if (composeIsThere) {
    const { code, output } = await run('docker', ['compose', '--file', file, '--profile', '*', 'config', '--quiet']);
    if (code !== 0) problems.push(`docker compose config: ${output}`);
  }
  return problems;
}

/** The problems of a parsed compose file; those of its content only where its shape is right. */
export function composeProblems(content: unknown): string[] {
  const ajv = new Ajv({ allErrors: true, strict: true, strictTuples: false, allowUnionTypes: true });
  const schema = JSON.parse(readFileSync(join(import.meta.dirname, 'schema.json'), 'utf8')) as object;
  const isComposeFile = ajv.compile<ComposeFile>(schema);
  if (!isComposeFile(content)) {
    return (isComposeFile.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath || '/'} ${message} ${JSON.stringify(params)}`,
    );
  }
  const found = Object.entries(content.services).flatMap(([name, service]) => serviceProblems(name, service, content));
  return [...found, ...differencesToNative(content)];
}

function serviceProblems(
  name: string,
  { image, ports, depends_on }: ComposeService,
  { services }: ComposeFile,
): string[] {
  const problems: string[] = [];
  if (!isPinned(image)) problems.push(`${name}: the image ${image} has no exact tag`);
  for (const port of ports) {
    if (!port.startsWith('127.0.0.1:')) problems.push(`${name}: port ${port} is not published on 127.0.0.1 only`);
  }
  for (const need of Object.keys(depends_on ?? {})) {
    if (!(need in services)) problems.push(`${name}: depends on ${need}, which is not there`);
  }
  return problems;
}

/** True for an image with a tag that begins with a version number. */
export function isPinned(image: string): boolean {
  const tag = /:([^:/]+)$/.exec(image)?.[1];
  return tag !== undefined && /^v?\d/.test(tag);
}

function differencesToNative(content: ComposeFile): string[] {
  return serviceNames.flatMap((name) => {
    const service = content.services[name];
    if (service === undefined) return [`no service ${name}`];
    const [variable, port] = Object.entries(services[name].ports)[0] ?? [];
    const published = `127.0.0.1:\${${variable}:-${port}}:`;
    return service.ports.some((one) => one.startsWith(published)) ? [] : [`${name}: publishes no ${published}…`];
  });
}
