/** The few requests to Elasticsearch that a measurement needs. */

export class Elasticsearch {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/$/, '');
  }

  async createIndex(index: string, mappings: object): Promise<void> {
    await this.#send('PUT', `/${index}`, JSON.stringify({ mappings }));
  }

  async deleteIndex(index: string): Promise<void> {
    await this.#send('DELETE', `/${index}?ignore_unavailable=true`);
  }

  /** Documents written to the index so far, searchable or not: asking does not disturb the writing. 0 while there is no index. */
  async written(index: string): Promise<number> {
    const response = await fetch(
      `${this.#url}/${index}/_stats/indexing?filter_path=_all.primaries.indexing.index_total`,
    );
    if (response.status === 404) return 0;
    const stats = (await response.json()) as { _all?: { primaries?: { indexing?: { index_total?: number } } } };
    return stats._all?.primaries?.indexing?.index_total ?? 0;
  }

  /** Documents that a search finds, after a refresh. */
  async count(index: string): Promise<number> {
    await this.#send('POST', `/${index}/_refresh`);
    return (JSON.parse(await this.#send('GET', `/${index}/_count`)) as { count: number }).count;
  }

  /** The highest value of a field, after a refresh; 0 without documents. */
  async highest(index: string, field: string): Promise<number> {
    await this.#send('POST', `/${index}/_refresh`);
    const search = JSON.stringify({ size: 0, aggs: { highest: { max: { field } } } });
    const answer = JSON.parse(await this.#send('POST', `/${index}/_search`, search)) as {
      aggregations: { highest: { value: number | null } };
    };
    return answer.aggregations.highest.value ?? 0;
  }

  /** Writes the documents of a ready-made body. */
  async bulk(body: Buffer): Promise<void> {
    const text = await this.#send('POST', '/_bulk?filter_path=errors', body, 'application/x-ndjson');
    if (text !== '{"errors":false}') throw new Error(`_bulk: not all documents were taken: ${text}`);
  }

  async #send(method: string, path: string, body?: string | Buffer, type = 'application/json'): Promise<string> {
    const content = body === undefined ? {} : { body, headers: { 'content-type': type } };
    const response = await fetch(this.#url + path, { method, ...content });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 500)}`);
    return text;
  }
}
