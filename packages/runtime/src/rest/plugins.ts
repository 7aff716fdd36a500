import type { PluginKind } from '@causeway/api';
import type { FastifyInstance } from 'fastify';
import { BadRequestError } from '../herder/errors.ts';
import { namesOf, type PluginDescription, type PluginRegistry } from '../plugins/registry.ts';
import { configBody } from './body.ts';
import { HttpError } from './errors.ts';
import type { RestContext } from './rest-context.ts';
import { inTime } from './timeout.ts';

/** The order in which Java lists the kinds. */
const order: readonly PluginKind[] = ['sink', 'source', 'transformation', 'predicate', 'converter', 'header_converter'];

interface OfPlugin {
  Params: { plugin: string };
}

export function pluginRoutes(app: FastifyInstance, { herder }: RestContext): void {
  app.get<{ Querystring: { connectorsOnly?: string } }>('/connector-plugins', ({ query }) => {
    const kinds = query.connectorsOnly === 'false' ? order : order.slice(0, 2);
    return kinds.flatMap((kind) =>
      sorted(herder.worker.plugins.ofKind(kind)).map((p) => ({ class: p.class, type: kind, version: p.version })),
    );
  });

  app.get<OfPlugin & { Querystring: { version?: string } }>(
    '/connector-plugins/:plugin/config',
    ({ params, query }) => {
      const plugin = pluginOf(herder.worker.plugins, params.plugin, query.version ?? null);
      return inTime(`reading the settings of ${plugin.class}`, herder.worker.pluginConfig(plugin));
    },
  );

  app.put<OfPlugin>('/connector-plugins/:plugin/config/validate', ({ params, body }) => {
    const config = configBody(body);
    const wanted = config['connector.class'] ?? '';
    const plugin = herder.worker.plugins.find(['source', 'sink'], wanted);
    if (plugin !== null && !namesOf(plugin).includes(params.plugin)) {
      throw new BadRequestError(`Included connector type ${wanted} does not match request type ${params.plugin}`);
    }
    return inTime(`validating settings of ${params.plugin}`, herder.validate(config));
  });
}

/** @throws HttpError for a plugin that is not there (404), or not of this kind or version (400) */
function pluginOf(plugins: PluginRegistry, name: string, version: string | null): PluginDescription {
  if (plugins.find(order, name) === null) {
    const isOther = plugins.find(['config_provider'], name) !== null;
    if (!isOther) throw new HttpError(404, `Unknown plugin ${name}.`);
    throw new BadRequestError(`Invalid plugin class ${name}. Valid types are ${order.join(', ')}.`);
  }
  try {
    return plugins.get(order, name, version);
  } catch (cause) {
    throw new BadRequestError((cause as Error).message, { cause });
  }
}

const sorted = (plugins: readonly PluginDescription[]): PluginDescription[] =>
  plugins.toSorted((a, b) => (a.class < b.class ? -1 : 1));
