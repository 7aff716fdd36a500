import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ClusterRequests } from '../herder/herder.ts';
import { signatureOf } from '../herder/peers/session-keys.ts';
import { configBody, fullConfig } from './body.ts';
import type { RestContext } from './rest-context.ts';
import { inTime } from './timeout.ts';

interface Named {
  Params: { name: string };
}

/** What workers of a cluster ask of each other. Java: InternalClusterResource */
export function clusterRoutes(app: FastifyInstance, { herder }: RestContext): void {
  const ask = (
    request: FastifyRequest<Named>,
    what: string,
    doing: (cluster: ClusterRequests, ...signed: Parameters<ClusterRequests['fence']>) => Promise<void>,
  ): Promise<void> => {
    const { name } = request.params;
    const signature = signatureOf(request.headers);
    if (herder.cluster === undefined) {
      throw new Error(`Kafka Connect in standalone mode does not support ${what}.`);
    }
    return doing(herder.cluster, name, request.rawBody ?? new Uint8Array(), signature);
  };
  app.post<Named>('/connectors/:name/tasks', async (request, reply) => {
    await ask(request, 'externally setting task configurations', (cluster, name, ...signed) => {
      const tasks = taskConfigs(request.body);
      return inTime(`writing the tasks of connector ${name}`, cluster.putTaskConfigs(name, tasks, ...signed));
    });
    return reply.code(204).send();
  });
  app.put<Named>('/connectors/:name/fence', async (request, reply) => {
    await ask(request, 'exactly-once source connectors', (cluster, ...signed) =>
      inTime(`fencing tasks of connector ${signed[0]}`, cluster.fence(...signed)),
    );
    return reply.code(204).send();
  });
}

/** @throws Error if the body is no list of settings */
function taskConfigs(body: unknown): Record<string, string>[] {
  if (!Array.isArray(body)) throw new Error('The request body must be a JSON list of settings of tasks');
  return body.map((config, task) => fullConfig(configBody(config, `Task ${task}`)));
}
