/** Plays recorded sessions on a worker. */
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fill, hide, type Names, type RawAnswer, recordedForm } from './answer.ts';
import { type Differences, differences } from './compare.ts';
import { isList, isObject, type Json, type Recorded, type Session, type Step, type Wait } from './session.ts';

export interface PlayOptions {
  /** Of the worker's REST API. */
  readonly url: string;
  /** A folder that the worker reads and writes too. */
  readonly dir: string;
  readonly mode: 'standalone' | 'distributed';
}

export interface Played {
  /** What all names of this playing carry. */
  readonly run: string;
  /** One a step, in their order; empty where the answer is the recorded one. */
  readonly differences: readonly Differences[];
}

const pollMs = 50;

/** Plays the steps one after the other, and deletes the connectors that are left. */
export async function play(session: Session, options: PlayOptions): Promise<Played> {
  const run = `s${randomUUID().slice(0, 8)}`;
  const names = { run, dir: join(options.dir, run) };
  await mkdir(names.dir);
  await put(session.files, names, writeFile);
  const player = new Player(options, names);
  const results: Differences[] = [];
  for (const step of session.steps) results.push(await player.step(step));
  await player.sweep();
  return { run, differences: results };
}

class Player {
  readonly #options: PlayOptions;
  readonly #names: Names;

  constructor(options: PlayOptions, names: Names) {
    this.#options = options;
    this.#names = names;
  }

  async step(step: Step): Promise<Differences> {
    await put(step.write ?? {}, this.#names, writeFile);
    await put(step.append ?? {}, this.#names, appendFile);
    for (const wait of [step.waitUntil ?? []].flat() as readonly Wait[]) {
      if (!(await this.#wait(fill(wait, this.#names)))) return { wait: `in vain for ${JSON.stringify(wait)}` };
    }
    const recorded = step.expect['*'] ?? step.expect[this.#options.mode]!;
    return differences(step, recorded, step.method === 'FILE' ? await this.#file(step) : await this.#answer(step));
  }

  async sweep(): Promise<void> {
    const { text } = await this.#send('GET', '/connectors');
    const own = (JSON.parse(text) as string[]).filter((name) => name.includes(this.#names.run));
    for (const name of own) await this.#send('DELETE', `/connectors/${encodeURIComponent(name)}`);
  }

  async #answer(step: Step): Promise<Recorded> {
    const { path, headers = {}, body, rawBody } = fill(step, this.#names);
    const text = rawBody ?? (body === undefined ? undefined : JSON.stringify(body));
    const json = text === undefined ? {} : { 'Content-Type': 'application/json' };
    const all: Readonly<Record<string, string | null>> = { ...json, ...headers };
    const sent = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
    return recordedForm(step, await this.#send(step.method, path, Object.fromEntries(sent), text), this.#names);
  }

  async #file({ path }: Step): Promise<Recorded> {
    const text = await textOf(join(this.#names.dir, path));
    return { status: text === null ? 404 : 200, type: null, text: hide(text ?? '', this.#names) };
  }

  async #wait(wait: Wait): Promise<boolean> {
    if (wait.pause !== undefined) {
      await sleep(wait.pause * 1000);
      return true;
    }
    const end = performance.now() + (wait.seconds ?? 30) * 1000;
    while (!(await this.#holds(wait))) {
      if (performance.now() > end) return false;
      await sleep(pollMs);
    }
    return true;
  }

  async #holds({ path, at = '', file, ...wanted }: Wait): Promise<boolean> {
    if (file !== undefined)
      return (await textOf(join(this.#names.dir, file)))?.includes(wanted.contains ?? '') === true;
    const { status, text } = await this.#send('GET', path!);
    if (wanted.status !== undefined) return status === wanted.status;
    const value = valueAt(text === '' ? null : (JSON.parse(text) as Json), at);
    if (wanted.length !== undefined) return isList(value) && value.length === wanted.length;
    return JSON.stringify(value) === JSON.stringify(wanted.equals);
  }

  /** The path is sent as it is, however odd. */
  #send(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<RawAnswer> {
    const { hostname: host, port } = new URL(this.#options.url);
    const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>();
    const length = body === undefined && method === 'GET' ? {} : { 'Content-Length': Buffer.byteLength(body ?? '') };
    const sent = request({ host, port, method, path, headers: { ...length, ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers: received } = response;
        resolve({ status, headers: received, text: Buffer.concat(chunks).toString() });
      });
    });
    sent.on('error', reject);
    sent.end(body);
    return promise;
  }
}

async function put(
  files: Readonly<Record<string, string>>,
  names: Names,
  write: (file: string, text: string) => Promise<void>,
): Promise<void> {
  for (const [name, text] of Object.entries(fill(files, names))) {
    const file = join(names.dir, name);
    await mkdir(dirname(file), { recursive: true });
    await write(file, text);
  }
}

const textOf = (file: string): Promise<string | null> => readFile(file, 'utf8').catch(() => null);

/** `tasks[0].state` */
function valueAt(body: Json, path: string): Json | undefined {
  let value: Json | undefined = body;
  for (const part of path.split(/[.[\]]+/).filter((p) => p !== '')) {
    value = isList(value) ? value[Number(part)] : isObject(value) ? value[part] : undefined;
  }
  return value;
}
