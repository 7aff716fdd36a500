import type { FastifyInstance } from 'fastify';
import type { RestContext } from './rest-context.ts';

export function rootRoutes(app: FastifyInstance, { version, clusterId, isReady }: RestContext): void {
  app.get('/', () => ({ version, commit: 'unknown', kafka_cluster_id: clusterId }));
  app.get('/health', (_, reply) =>
    isReady()
      ? { status: 'healthy', message: 'Worker has completed startup and is ready to handle requests.' }
      : reply.code(503).send({ status: 'starting', message: 'Worker is still starting up.' }),
  );
}
