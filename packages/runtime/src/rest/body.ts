import { BadRequestError } from '../herder/errors.ts';
import type { TargetState } from '../herder/states.ts';

/** Settings from a request's body: numbers and booleans become text, as in Java. @throws Error if it is no flat object */
export function configBody(body: unknown, what = 'The request body'): Record<string, string | null> {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error(`${what} must be a JSON object of settings`);
  return Object.fromEntries(
    Object.entries(body).map(([key, value]: [string, unknown]) => {
      if (typeof value === 'object' && value !== null)
        throw new Error(`${what}: the setting "${key}" must be a text, not an object or a list`);
      return [key, value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)];
    }),
  );
}

/** Settings without a null. @throws BadRequestError naming the keys that have one */
export function fullConfig(config: Readonly<Record<string, string | null>>): Record<string, string> {
  const nulls = Object.keys(config).filter((key) => config[key] === null);
  if (nulls.length > 0) {
    const errors = nulls.map(
      (key) => `Invalid value null for configuration ${key}: Configuration value must not be null`,
    );
    throw new BadRequestError(
      `Connector configuration is invalid and contains the following ${nulls.length} error(s):\n${errors.join('\n')}\n` +
        'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
    );
  }
  return config as Record<string, string>;
}

export interface CreateRequest {
  readonly name: string;
  readonly config: Record<string, string>;
  readonly targetState: TargetState | null;
}

const targetStates: Readonly<Partial<Record<string, TargetState>>> = {
  RUNNING: 'STARTED',
  PAUSED: 'PAUSED',
  STOPPED: 'STOPPED',
};

/** The body of POST /connectors. `name` is put into the settings, and trimmed. */
export function createBody(body: unknown): CreateRequest {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('The request body must be a JSON object with "name" and "config"');
  const { name, config, initial_state: state, ...others } = body as Record<string, unknown>;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined)
    throw new Error(
      `Unrecognized field "${unknown}", not marked as ignorable; known are "name", "config" and "initial_state"`,
    );
  const settings = fullConfig(configBody(config, '"config"'));
  const wanted = nameOf(name);
  return { name: wanted, config: named(settings, wanted), targetState: stateOf(state) };
}

/** Names are trimmed; numbers become text, as settings do. */
function nameOf(name: unknown): string {
  if (typeof name === 'object' && name !== null) throw new Error('"name" must be a text, not an object or a list');
  if (typeof name === 'string') return name.trim();
  return name === undefined || name === null ? '' : JSON.stringify(name);
}

function stateOf(state: unknown): TargetState | null {
  if (state === undefined || state === null) return null;
  const target = typeof state === 'string' ? targetStates[state.toUpperCase()] : undefined;
  if (target === undefined)
    throw new Error(`Invalid value ${JSON.stringify(state)} for initial_state: it must be RUNNING, PAUSED or STOPPED`);
  return target;
}

/** The settings with the connector's name among them. @throws BadRequestError if they have another one */
export function named(config: Readonly<Record<string, string>>, name: string): Record<string, string> {
  const inside = config['name'];
  if (inside !== undefined && inside !== name) {
    throw new BadRequestError(
      `Connector name configuration (${inside}) doesn't match connector name in the URL (${name})`,
    );
  }
  return inside === undefined ? { ...config, name } : config;
}
