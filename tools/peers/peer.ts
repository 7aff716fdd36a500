/** A program in another language that converts for us, asked and answering by lines of JSON. */
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { promisify } from 'node:util';
import { root } from '../process/workspace.ts';

const folder = join(root, 'tools/peers');

/** The java to run and the class path of Java's converters and transformations; gets the jars where they are missing. */
export async function javaWithLibraries(): Promise<{ readonly java: string; readonly classPath: string }> {
  const [java, classPath] = await linesOf('java-libs.sh');
  return { java: java!, classPath: classPath! };
}

/** @throws Error with what the script says */
async function linesOf(script: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)('bash', [join(folder, script)]);
  return stdout.trim().split('\n');
}

type Answer = Readonly<Record<string, unknown>>;

export class Peer implements AsyncDisposable {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string, undefined>;

  private constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** See ConverterPeer.java. */
  static async java(): Promise<Peer> {
    const { java, classPath } = await javaWithLibraries();
    return new Peer(java, ['-Xmx256m', '-cp', classPath, join(folder, 'ConverterPeer.java')]);
  }

  /** See serializers.py. */
  static async python(): Promise<Peer> {
    const [python] = await linesOf('python-libs.sh');
    return new Peer(python!, [join(folder, 'serializers.py')]);
  }

  /** One at a time. @throws Error with the peer's reason */
  async ask(request: Answer): Promise<Answer> {
    this.#process.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error('The peer has ended; see its output above');
    const answer = JSON.parse(value) as Answer;
    if (typeof answer['error'] === 'string') throw new Error(answer['error']);
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await new Promise((resolve) => this.#process.once('exit', resolve));
  }
}
