import type { FastifyInstance } from 'fastify';
import { within } from '../tasks/wait.ts';
import type { RestContext } from './rest-context.ts';

const healthTimeoutMs = 10_000;

export function rootRoutes(app: FastifyInstance, { herder, version, clusterId, isReady }: RestContext): void {
  app.get('/', () => ({ version, commit: 'unknown', kafka_cluster_id: clusterId }));
  app.get('/health', async (_, reply) => {
    const stage = (): string => (herder.cluster === undefined ? '' : ` ${herder.cluster.stage()}`);
    if (!isReady()) {
      return reply.code(503).send({ status: 'starting', message: `Worker is still starting up.${stage()}` });
    }
    if (herder.cluster !== undefined && (await within(healthTimeoutMs, herder.cluster.probe())) === null) {
      const message = `Worker was unable to handle this request and may be unable to handle other requests.${stage()}`;
      return reply.code(500).send({ status: 'unhealthy', message });
    }
    return { status: 'healthy', message: 'Worker has completed startup and is ready to handle requests.' };
  });
}
