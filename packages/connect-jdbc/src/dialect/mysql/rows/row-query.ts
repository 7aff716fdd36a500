import type { Connection, Query } from 'mysql2';

/** A packet of the protocol: the bytes from `offset` to `end`. The driver uses the object again, but not the bytes. */
export interface RowPacket {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly end: number;
  isEOF(): boolean;
}

/** A command of the driver is a chain of these: each takes a packet and names the handler of the next one, or null at the end. */
type PacketHandler = (this: unknown, packet: RowPacket, connection: unknown) => PacketHandler | null;

/**
 * Sends a query whose rows come as they stand in their packets. The driver's own readers of rows make at least a buffer of every cell,
 * which costs more than all else that is done with it; so the step that handles rows (`row`) is replaced, in this one query.
 * @param onRow must not throw
 */
export function queryRows(connection: Connection, sql: string, onRow: (packet: RowPacket) => void): Query {
  const query = connection.query({ sql, rowsAsArray: true, typeCast: false });
  const steps = query as unknown as { row: PacketHandler };
  const { row } = steps;
  // the driver asks for it when the columns are complete, so never before this is done
  steps.row = function next(packet, of): PacketHandler | null {
    if (packet.isEOF()) return row.call(this, packet, of);
    onRow(packet);
    return next;
  };
  return query;
}
