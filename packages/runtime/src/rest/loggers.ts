import type { FastifyInstance } from 'fastify';
import { isLevel, logLevels } from '../observability/log-levels.ts';
import { HttpError } from './errors.ts';
import type { RestContext } from './rest-context.ts';
import { inTime } from './timeout.ts';

interface OfLogger {
  Params: { logger: string };
}

interface Change extends OfLogger {
  Querystring: { scope?: string };
}

export function loggerRoutes(app: FastifyInstance, { herder, logger: log }: RestContext): void {
  app.get('/admin/loggers', () => logLevels.all());
  app.get<OfLogger>('/admin/loggers/:logger', ({ params: { logger } }) => {
    const level = logLevels.get(logger);
    if (level === null) throw new HttpError(404, `Logger ${logger} not found.`);
    return level;
  });
  app.put<Change>(
    '/admin/loggers/:logger',
    async ({ params: { logger }, query: { scope = 'worker' }, body }, reply) => {
      const level = levelOf(body);
      if (scope === 'cluster') {
        await inTime(
          `setting the level of ${logger} in the cluster`,
          herder.cluster?.setLogLevel === undefined
            ? herder.worker.setLogLevel(logger, level)
            : herder.cluster.setLogLevel(logger, level),
        );
        return reply.code(204).send();
      }
      if (scope !== 'worker') log.warn(`Unknown scope ${scope} of a log level: it is set on this worker only`);
      return inTime(`setting the level of ${logger}`, herder.worker.setLogLevel(logger, level));
    },
  );
}

/** @throws HttpError for a level that is missing (400) or unknown (404, as in Java), Error if the body is no object */
function levelOf(body: unknown) {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('The request body must be a JSON object with "level"');
  const { level } = body as { readonly level?: unknown };
  if (level === undefined || level === null)
    throw new HttpError(400, "Desired 'level' parameter was not specified in request.");
  const name = (typeof level === 'string' ? level : JSON.stringify(level)).toUpperCase();
  if (!isLevel(name)) throw new HttpError(404, `invalid log level '${name}'.`);
  return name;
}
