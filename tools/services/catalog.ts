/** The services there are: their ports, what else they need, and the environment variables by which tests find them. */

export const serviceNames = ['kafka', 'mysql', 'elasticsearch', 'schema-registry', 'java-connect'] as const;
export type ServiceName = (typeof serviceNames)[number];

export interface Service {
  /** Variable of each port and its default; the first is the one that clients connect to. */
  readonly ports: Readonly<Record<string, number>>;
  readonly needs: readonly ServiceName[];
  /** The variable that tests read. */
  readonly variable: string;
  readonly address: (port: number) => string;
}

export const services: Readonly<Record<ServiceName, Service>> = {
  kafka: {
    ports: { KAFKA_PORT: 9092, KAFKA_CONTROLLER_PORT: 9093 },
    needs: [],
    variable: 'KAFKA_BOOTSTRAP',
    address: (port) => `127.0.0.1:${port}`,
  },
  mysql: {
    ports: { MYSQL_PORT: 3306 },
    needs: [],
    variable: 'MYSQL_URL',
    address: (port) => `mysql://connect:connect-secret@127.0.0.1:${port}/demo`,
  },
  elasticsearch: {
    ports: { ES_PORT: 9200, ES_TRANSPORT_PORT: 9300 },
    needs: [],
    variable: 'ELASTICSEARCH_URL',
    address: (port) => `http://127.0.0.1:${port}`,
  },
  'schema-registry': {
    ports: { REGISTRY_PORT: 8081, REGISTRY_MANAGEMENT_PORT: 9081 },
    needs: [],
    variable: 'SCHEMA_REGISTRY_URL',
    address: (port) => `http://127.0.0.1:${port}/apis/ccompat/v7`,
  },
  'java-connect': {
    ports: { CONNECT_PORT: 8083 },
    needs: ['kafka'],
    variable: 'CONNECT_URL',
    address: (port) => `http://127.0.0.1:${port}`,
  },
};

export function isServiceName(name: string): name is ServiceName {
  return (serviceNames as readonly string[]).includes(name);
}

/** The names with all that they need, in the order of starting. */
export function withNeeds(names: readonly ServiceName[], env: NodeJS.ProcessEnv = process.env): ServiceName[] {
  const wanted = new Set<ServiceName>();
  const add = (name: ServiceName) => {
    // One that is named by its variable is someone else's and is there already.
    services[name].needs.filter((need) => env[services[need].variable] === undefined).forEach(add);
    wanted.add(name);
  };
  names.forEach(add);
  return serviceNames.filter((name) => wanted.has(name));
}

/** Every port of a service by its variable: what the environment says, else the default plus PORT_OFFSET. */
export function ports(name: ServiceName, env: NodeJS.ProcessEnv = process.env): Record<string, number> {
  const offset = Number(env['PORT_OFFSET'] ?? 0);
  const entries = Object.entries(services[name].ports).map(([variable, port]) => {
    const value = env[variable] === undefined ? port + offset : Number(env[variable]);
    if (!Number.isInteger(value) || value < 1 || value > 65_535) {
      throw new RangeError(`${variable}: ${env[variable] ?? `${port} + PORT_OFFSET ${env['PORT_OFFSET']}`} is no port`);
    }
    return [variable, value] as const;
  });
  return Object.fromEntries(entries);
}

/** The environment variables of one service, as tests, demo and benchmark read them. */
export function addresses(name: ServiceName, env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const [port] = Object.values(ports(name, env));
  const { variable, address } = services[name];
  return port === undefined ? {} : { [variable]: address(port) };
}
