import { readFileSync } from 'node:fs';
import { ConfigError } from '@causeway/api';
import { parseProperties, type TargetState } from '@causeway/runtime';

type Config = Readonly<Record<string, string>>;

export interface ConnectorFile {
  readonly file: string;
  readonly name: string;
  readonly config: Config;
  readonly targetState: TargetState | null;
}

/** The text of a settings file. @throws ConfigError that says why it can't be read */
function readText(file: string, what: string): string {
  try {
    return new TextDecoder().decode(readFileSync(file));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : code === 'EACCES'
            ? 'permission denied'
            : message;
    throw new ConfigError(`Cannot read ${what} ${file}: ${why}`, { cause });
  }
}

/** The worker's settings. Where they name no plugin path, `CAUSEWAY_DEFAULT_PLUGIN_PATH` is used. */
export function readWorkerFile(file: string): Config {
  const config = parseProperties(readText(file, 'worker file'), file);
  const fallback = process.env['CAUSEWAY_DEFAULT_PLUGIN_PATH'];
  return config['plugin.path'] === undefined && fallback !== undefined
    ? { ...config, 'plugin.path': fallback }
    : config;
}

const targetStates: Readonly<Partial<Record<string, TargetState>>> = {
  RUNNING: 'STARTED',
  PAUSED: 'PAUSED',
  STOPPED: 'STOPPED',
};

/**
 * A connector's settings. The form is found out by reading: a flat JSON object, a JSON object of `name`, `config` and `initial_state`, or
 * properties. Java: ConnectStandalone#parseConnectorConfigurationFile
 */
export function readConnectorFile(file: string): ConnectorFile {
  return parseConnector(readText(file, 'connector file'), file);
}

/** The same for a text that was read already; `file` stands for it in messages. */
export function parseConnector(text: string, file: string): ConnectorFile {
  const json = parseObject(text);
  if (json !== null && isCreateRequest(json)) return fromCreateRequest(json, file);
  const config = json === null ? parseProperties(text, file) : flat(json);
  return { file, config, name: requireName(config, file), targetState: null };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const isCreateRequest = (json: Record<string, unknown>): boolean =>
  typeof json['config'] === 'object' && json['config'] !== null;

function fromCreateRequest(json: Record<string, unknown>, file: string): ConnectorFile {
  const config = flat(json['config'] as Record<string, unknown>);
  const name = typeof json['name'] === 'string' ? json['name'] : requireName(config, file);
  if (config['name'] !== undefined && config['name'] !== name) {
    throw new ConfigError(
      `Connector name configuration in 'config' doesn't match the one specified in 'name' at '${file}': ${config['name']} and ${name}`,
    );
  }
  const state = json['initial_state'] ?? null;
  const targetState = typeof state === 'string' ? (targetStates[state.toUpperCase()] ?? null) : null;
  if (state !== null && targetState === null) {
    throw new ConfigError(
      `Invalid initial_state ${JSON.stringify(state)} at '${file}': it must be RUNNING, PAUSED or STOPPED`,
    );
  }
  return { file, name, config: { ...config, name }, targetState };
}

function flat(json: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(json)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [
        key,
        typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean),
      ]),
  );
}

function requireName(config: Config, file: string): string {
  const { name } = config as { name?: string };
  if (name === undefined)
    throw new ConfigError(`Connector configuration at '${file}' is missing the mandatory 'name' configuration`);
  return name;
}
