import { ConfigError, type ConfigMap, type ConnectRecord, type Predicate, type Transformation } from '@causeway/api';
import { predicateConfig, transformationConfig } from '../config/connector-config.ts';
import { withPrefix } from '../config/worker-config.ts';
import type { PluginLoader } from '../plugins/loader.ts';

interface Step {
  readonly alias: string;
  readonly class: string;
  readonly transformation: Transformation;
  readonly predicate: Predicate | null;
  readonly negate: boolean;
}

/** The transformations of a connector, applied one after another. */
export class TransformationChain {
  readonly #steps: readonly Step[];
  readonly #closeables: readonly (Transformation | Predicate)[];
  #current = 0;

  constructor(steps: readonly Step[], closeables: readonly (Transformation | Predicate)[]) {
    this.#steps = steps;
    this.#closeables = closeables;
  }

  get isEmpty(): boolean {
    return this.#steps.length === 0;
  }

  /** The record after the last step, or null if a step dropped it. When this throws, `where` says in which step. */
  apply<R extends ConnectRecord<R>>(record: R): R | null {
    let result: R | null = record;
    for (this.#current = 0; this.#current < this.#steps.length; this.#current++) {
      const { transformation, predicate, negate } = this.#steps[this.#current]!;
      if (predicate !== null && predicate.test(result) === negate) continue;
      result = transformation.apply(result);
      if (result === null) return null;
    }
    return result;
  }

  /** The step that was last begun. */
  get where(): { readonly alias: string; readonly class: string } {
    return this.#steps[this.#current] ?? { alias: '', class: '' };
  }

  async close(): Promise<void> {
    for (const closeable of this.#closeables) await closeable.close?.();
  }
}

/** Builds the steps that `transforms` names. @throws ConfigError for an unknown class or predicate, or a setting that is wrong */
export async function buildChain(
  config: Readonly<Record<string, string>>,
  loader: PluginLoader,
): Promise<TransformationChain> {
  const names = (key: string): string[] =>
    (config[key] ?? '')
      .split(',')
      .map((n) => n.trim())
      .filter((n) => n !== '');
  const predicates = new Map<string, Predicate>();
  for (const alias of names('predicates')) {
    const own = withPrefix(config, `predicates.${alias}.`);
    const plugin = await loader.load(['predicate'], typeOf(own, `predicates.${alias}.type`));
    const predicate = plugin.create();
    configure(`predicates.${alias}`, () => predicate.configure(own));
    predicates.set(alias, predicate);
  }
  const steps: Step[] = [];
  for (const alias of names('transforms')) {
    const own = withPrefix(config, `transforms.${alias}.`);
    const plugin = await loader.load(['transformation'], typeOf(own, `transforms.${alias}.type`));
    const transformation = plugin.create();
    configure(`transforms.${alias}`, () => transformation.configure(own));
    const { predicate, negate } = transformationConfig.parse(own);
    steps.push({
      alias,
      class: plugin.class,
      transformation,
      negate,
      predicate: predicateOf(alias, predicate, negate, predicates),
    });
  }
  return new TransformationChain(steps, [...steps.map((s) => s.transformation), ...predicates.values()]);
}

function typeOf(own: ConfigMap, key: string): string {
  try {
    return predicateConfig.parse(own).type;
  } catch (cause) {
    throw new ConfigError(
      (cause as Error).message.replace(/"type"|configuration type/, (m) => m.replace('type', key)),
      { cause },
    );
  }
}

function configure(prefix: string, apply: () => void): void {
  try {
    apply();
  } catch (cause) {
    throw new ConfigError(`${prefix}: ${(cause as Error).message}`, { cause });
  }
}

function predicateOf(
  alias: string,
  name: string | null,
  negate: boolean,
  known: ReadonlyMap<string, Predicate>,
): Predicate | null {
  if (name === null) {
    if (negate) throw new ConfigError(`transforms.${alias}.negate=true needs transforms.${alias}.predicate`);
    return null;
  }
  const predicate = known.get(name);
  if (predicate === undefined)
    throw new ConfigError(`transforms.${alias}.predicate=${name} names no predicate of "predicates"`);
  return predicate;
}
