import type { FastifyInstance, FastifyReply } from 'fastify';
import { readOffsets } from '../herder/connector-offsets.ts';
import { BadRequestError } from '../herder/errors.ts';
import type { ConnectorOffset } from '../storage/connector-offsets.ts';
import { decodeJson, encodeOffset } from '../storage/offset-codec.ts';
import type { RestContext } from './rest-context.ts';
import { inTime } from './timeout.ts';

interface Named {
  Params: { name: string };
}

export function offsetRoutes(app: FastifyInstance, { herder }: RestContext): void {
  app.get<Named>('/connectors/:name/offsets', async ({ params: { name } }, reply) => {
    const info = herder.connectorInfo(name);
    return answer(reply, await inTime(`reading the offsets of connector ${name}`, readOffsets(herder.worker, info)));
  });
  app.patch<Named>('/connectors/:name/offsets', async ({ params: { name }, rawBody }) => {
    const offsets = offsetsBody(rawBody);
    return { message: await inTime(`altering the offsets of connector ${name}`, herder.alterOffsets(name, offsets)) };
  });
  app.delete<Named>('/connectors/:name/offsets', async ({ params: { name } }) => ({
    message: await inTime(`resetting the offsets of connector ${name}`, herder.alterOffsets(name, null)),
  }));
}

/** Written as they are stored: a number past 2^53, or 1.0, stays what it is. */
function answer(reply: FastifyReply, offsets: readonly ConnectorOffset[]): FastifyReply {
  const texts = offsets.map(
    ({ partition, offset }) =>
      `{"partition":${encodeOffset(partition).toString()},"offset":${offset === null ? 'null' : encodeOffset(offset).toString()}}`,
  );
  return reply.type('application/json').send(`{"offsets":[${texts.join(',')}]}`);
}

/** @throws BadRequestError without offsets, Error if the body is of another form */
function offsetsBody(body: Uint8Array | null): ConnectorOffset[] {
  const request = objectOf(decodeJson(body), 'The request body', ['offsets']);
  const offsets = request.get('offsets') ?? [];
  if (!Array.isArray(offsets)) throw new Error('"offsets" must be a list');
  if (offsets.length === 0)
    throw new BadRequestError('Partitions / offsets need to be provided for an alter offsets request');
  return offsets.map(connectorOffset);
}

function connectorOffset(entry: unknown, index: number): ConnectorOffset {
  const at = `offsets[${index}]`;
  const fields = objectOf(entry, at, ['partition', 'offset']);
  const [partition, offset] = [fields.get('partition') ?? null, fields.get('offset') ?? null];
  if (partition === null) throw new BadRequestError('The partition for a connector offset cannot be null or missing');
  return {
    partition: Object.fromEntries(objectOf(partition, `${at}.partition`)),
    offset: offset === null ? null : Object.fromEntries(objectOf(offset, `${at}.offset`)),
  };
}

/** @param known its fields; any where left out */
function objectOf(value: unknown, what: string, known?: readonly string[]): ReadonlyMap<string, unknown> {
  if (!(value instanceof Map)) throw new Error(`${what} must be a JSON object`);
  const fields = value as ReadonlyMap<string, unknown>;
  const unknown = known === undefined ? undefined : [...fields.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined)
    throw new Error(
      `Unrecognized field "${unknown}" of ${what}, not marked as ignorable; known are ${known!.join(', ')}`,
    );
  return fields;
}
