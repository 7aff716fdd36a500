import { createConnection, type Connection } from 'mysql2/promise';

export const mysqlUrl = new URL(process.env['MYSQL_URL'] ?? 'mysql://connect:connect-secret@127.0.0.1:3306/demo');

export const server = {
  host: mysqlUrl.hostname,
  port: mysqlUrl.port === '' ? '3306' : mysqlUrl.port,
  user: decodeURIComponent(mysqlUrl.username),
  password: decodeURIComponent(mysqlUrl.password),
};

let count = 0;

/** A database of its own for a test, with a connection to it; disposing drops it. */
export class TestDatabase {
  readonly name: string;
  readonly #connection: Connection;

  private constructor(name: string, connection: Connection) {
    this.name = name;
    this.#connection = connection;
  }

  static async create(word: string): Promise<TestDatabase> {
    const name = `jdbc_${word}_${process.pid}_${Date.now().toString(36)}_${++count}`;
    const connection = await connect();
    await connection.query(`CREATE DATABASE \`${name}\``);
    await connection.query(`USE \`${name}\``);
    return new TestDatabase(name, connection);
  }

  get url(): string {
    return `jdbc:mysql://${server.host}:${server.port}/${this.name}`;
  }

  async run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await this.#connection.query(statement);
  }

  async rows(statement: string): Promise<unknown[][]> {
    const [rows] = await this.#connection.query({ sql: statement, rowsAsArray: true });
    return rows as unknown as unknown[][];
  }

  /** Another connection to the same database. */
  async session(): Promise<Connection> {
    const connection = await connect();
    await connection.query(`USE \`${this.name}\``);
    return connection;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#connection.query(`DROP DATABASE \`${this.name}\``);
    await this.#connection.end();
  }
}

const connect = async (): Promise<Connection> =>
  await createConnection({ ...server, port: Number(server.port), charset: 'utf8mb4' });
