import { NotFoundError } from '@causeway/api';
import type { FastifyInstance } from 'fastify';
import type { Herder } from '../herder/herder.ts';
import type { ConnectorInfo, ConnectorStateInfo } from '../herder/states.ts';
import { configBody, createBody, fullConfig, named } from './body.ts';
import { HttpError } from './errors.ts';
import type { RestContext } from './rest-context.ts';
import { inTime } from './timeout.ts';

interface Named {
  Params: { name: string };
}
interface OfTask {
  Params: { name: string; task: string };
}
interface Restart extends Named {
  Querystring: { includeTasks?: string; onlyFailed?: string };
}

export function connectorRoutes(app: FastifyInstance, context: RestContext): void {
  listRoutes(app, context);
  changeRoutes(app, context);
  stateRoutes(app, context);
  taskRoutes(app, context);
  topicRoutes(app, context);
}

function listRoutes(app: FastifyInstance, { herder }: RestContext): void {
  app.get<{ Querystring: { expand?: string | string[] } }>('/connectors', ({ query }) => {
    const expand = [query.expand ?? []].flat();
    if (expand.length === 0) return herder.connectors();
    return Object.fromEntries(herder.connectors().flatMap((name) => expanded(herder, name, expand)));
  });
  app.get<Named>('/connectors/:name', ({ params }) => herder.connectorInfo(params.name));
  app.get<Named>('/connectors/:name/config', ({ params }) => herder.connectorInfo(params.name).config);
  app.get<Named>('/connectors/:name/status', ({ params }) => herder.connectorStatus(params.name));
}

/** Nothing where a part is not there (yet): the connector was only just created, or is gone. */
function expanded(herder: Herder, name: string, expand: readonly string[]): [string, unknown][] {
  try {
    const parts: { status?: ConnectorStateInfo; info?: ConnectorInfo } = {};
    if (expand.includes('status')) parts.status = herder.connectorStatus(name);
    if (expand.includes('info')) parts.info = herder.connectorInfo(name);
    return [[name, parts]];
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

function changeRoutes(app: FastifyInstance, { herder }: RestContext): void {
  app.post('/connectors', async ({ body }, reply) => {
    const { name, config, targetState } = createBody(body);
    const { info } = await inTime(
      `creating connector ${name}`,
      herder.putConnector(name, config, { replace: false, ...(targetState === null ? {} : { targetState }) }),
    );
    return reply.code(201).header('location', locationOf(name)).send(info);
  });
  app.put<Named>('/connectors/:name/config', async ({ params: { name }, body }, reply) => {
    const config = named(fullConfig(configBody(body)), name);
    const { created, info } = await inTime(
      `changing connector ${name}`,
      herder.putConnector(name, config, { replace: true }),
    );
    return created ? reply.code(201).header('location', locationOf(name)).send(info) : info;
  });
  app.patch<Named>('/connectors/:name/config', ({ params: { name }, body }) =>
    inTime(`changing connector ${name}`, herder.patchConnector(name, configBody(body))),
  );
  app.delete<Named>('/connectors/:name', async ({ params: { name } }, reply) => {
    await inTime(`deleting connector ${name}`, herder.deleteConnector(name));
    return reply.code(204).send();
  });
}

function stateRoutes(app: FastifyInstance, { herder }: RestContext): void {
  const states = { pause: ['PAUSED', 202], resume: ['STARTED', 202], stop: ['STOPPED', 204] } as const;
  for (const [path, [target, status]] of Object.entries(states)) {
    app.put<Named>(`/connectors/:name/${path}`, async ({ params: { name } }, reply) => {
      await inTime(`${path} of connector ${name}`, herder.setTargetState(name, target));
      return reply.code(status).send();
    });
  }
  app.post<Restart>('/connectors/:name/restart', async ({ params: { name }, query }, reply) => {
    const options = { includeTasks: query.includeTasks === 'true', onlyFailed: query.onlyFailed === 'true' };
    if (options.includeTasks || options.onlyFailed) return reply.code(202).send(await herder.restart(name, options));
    await inTime(`restarting connector ${name}`, herder.restartConnector(name));
    return reply.code(204).send();
  });
}

function taskRoutes(app: FastifyInstance, { herder }: RestContext): void {
  const number = (text: string): number => {
    if (!/^\d+$/.test(text)) throw new HttpError(404, 'HTTP 404 Not Found');
    return Number(text);
  };
  app.get<Named>('/connectors/:name/tasks', ({ params }) => herder.taskInfos(params.name));
  app.get<OfTask>('/connectors/:name/tasks/:task/status', ({ params }) => {
    const task = number(params.task);
    const status = herder.connectorStatus(params.name).tasks.find((t) => t.id === task);
    if (status === undefined) throw new HttpError(404, `No status found for task ${params.name}-${task}`);
    return status;
  });
  app.post<OfTask>('/connectors/:name/tasks/:task/restart', async ({ params }, reply) => {
    const id = { connector: params.name, task: number(params.task) };
    await inTime(`restarting task ${id.connector}-${id.task}`, herder.restartTask(id));
    return reply.code(204).send();
  });
}

function topicRoutes(app: FastifyInstance, { herder, config: { values } }: RestContext): void {
  const isTracked = (): void => {
    if (!values['topic.tracking.enable']) throw new HttpError(403, 'Topic tracking is disabled.');
  };
  app.get<Named>('/connectors/:name/topics', ({ params: { name } }) => {
    isTracked();
    return { [name]: { topics: herder.topics(name) } };
  });
  app.put<Named>('/connectors/:name/topics/reset', async ({ params: { name } }, reply) => {
    isTracked();
    if (!values['topic.tracking.allow.reset']) throw new HttpError(403, 'Topic tracking reset is disabled.');
    await inTime(`resetting the topics of connector ${name}`, herder.resetTopics(name));
    return reply.code(202).send();
  });
}

/** Java: UriBuilder#path, which keeps slashes and what is encoded already. */
function locationOf(name: string): string {
  const encoded = encodeURI(name).replaceAll('?', '%3F').replaceAll('#', '%23');
  return `/connectors/${encoded.replace(/%25([0-9A-Fa-f]{2})/g, '%$1')}`;
}
