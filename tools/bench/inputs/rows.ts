/** Rows of a table with eight columns: in SQL, as the JSON converter writes them to Kafka, and as documents. */

export interface TableRow {
  readonly id: number;
  readonly quantity: number;
  readonly code: string;
  readonly title: string;
  readonly priceCents: number;
  readonly createdMs: number;
  readonly ratio: number;
  readonly state: number;
}

const firstMs = Date.UTC(2024, 0, 1);

/** Row `id`, from 1 on: always the same. */
export function tableRow(id: number): TableRow {
  return {
    id,
    quantity: (id * 7919) % 100_000,
    code: `C-${String((id * 104_729) % 10_000_000).padStart(7, '0')}`,
    title: `Article number ${id} of the autumn catalogue`,
    priceCents: 100 + ((id * 31) % 999_900),
    createdMs: firstMs + (id % 30_000_000) * 1000,
    ratio: (id % 1000) / 7,
    state: id % 4,
  };
}

export const createTable = (table: string): string => `CREATE TABLE ${table} (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  quantity INT, code VARCHAR(32), title VARCHAR(64), price DECIMAL(10,2), created DATETIME, ratio DOUBLE, state TINYINT)`;

/** An INSERT of the rows from `first` on. */
export function insertRows(table: string, first: number, count: number): string {
  const values = Array.from({ length: count }, (_, i) => sqlValues(tableRow(first + i)));
  return `INSERT INTO ${table} VALUES ${values.join(',')}`;
}

function sqlValues({ id, quantity, code, title, priceCents, createdMs, ratio, state }: TableRow): string {
  const created = new Date(createdMs).toISOString().slice(0, 19).replace('T', ' ');
  return `(${id},${quantity},'${code}','${title}',${price(priceCents)},'${created}',${ratio},${state})`;
}

const price = (cents: number): string => (cents / 100).toFixed(2);

const field = (name: string, type: string, isOptional = true): string =>
  `{"type":"${type}","optional":${isOptional},"field":"${name}"}`;

const schema = `{"type":"struct","fields":[${[
  field('id', 'int64', false),
  field('quantity', 'int32'),
  field('code', 'string'),
  field('title', 'string'),
  '{"type":"bytes","optional":true,"name":"org.apache.kafka.connect.data.Decimal","version":1,"parameters":{"scale":"2"},"field":"price"}',
  '{"type":"int64","optional":true,"name":"org.apache.kafka.connect.data.Timestamp","version":1,"field":"created"}',
  field('ratio', 'double'),
  field('state', 'int8'),
].join()}],"optional":false,"name":"bench"}`;

/** The row as the JSON converter writes it, with its schema. */
export function envelope({ id, quantity, code, title, priceCents, createdMs, ratio, state }: TableRow): string {
  const fields = `"id":${id},"quantity":${quantity},"code":"${code}","title":"${title}"`;
  const rest = `"price":"${unscaled(priceCents)}","created":${createdMs},"ratio":${ratio},"state":${state}`;
  return `{"schema":${schema},"payload":{${fields},${rest}}}`;
}

/** A Decimal's digits, as the converter writes them: base64 of the shortest two's complement. Never negative here. */
function unscaled(cents: number): string {
  const hex = cents.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return (bytes[0]! >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes).toString('base64');
}

/** The row as the Elasticsearch sink writes it. */
export function documentOf({ priceCents, createdMs, id, quantity, code, title, ratio, state }: TableRow): string {
  return JSON.stringify({ id, quantity, code, title, price: priceCents / 100, created: createdMs, ratio, state });
}

const text = { type: 'text', fields: { keyword: { type: 'keyword', ignore_above: 256 } } };

/** The mapping that the sink makes of the rows' schema. */
export const documentMapping = {
  properties: {
    id: { type: 'long' },
    quantity: { type: 'integer' },
    code: text,
    title: text,
    price: { type: 'double' },
    created: { type: 'date' },
    ratio: { type: 'double' },
    state: { type: 'byte' },
  },
};

/** Mean size of a row, as a document: what MB/s counts. */
export const rowBytes: number =
  Array.from({ length: 1000 }, (_, i) => documentOf(tableRow(i + 1)).length).reduce((a, b) => a + b) / 1000;
