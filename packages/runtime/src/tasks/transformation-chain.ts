import {
  ConfigError,
  type ConfigMap,
  ConnectError,
  type ConnectRecord,
  type Predicate,
  type Transformation,
} from '@causeway/api';
import { stepConfig, stepsConfig, transformationConfig } from '../config/connector-config.ts';
import { withPrefix } from '../config/worker-config.ts';
import type { PluginLoader } from '../plugins/loader.ts';
import { noteStep, type Step } from './errors/step.ts';

interface Stage {
  readonly transformation: Transformation;
  readonly step: Step;
  readonly condition: Condition | null;
}

/** The transformation is applied where the predicate does not answer `unwanted`. */
interface Condition {
  readonly predicate: Predicate;
  readonly unwanted: boolean;
  readonly step: Step;
}

/** The transformations of a connector, applied one after another. */
export class TransformationChain {
  readonly #stages: readonly Stage[];
  readonly #closeables: readonly (Transformation | Predicate)[];
  #current = 0;

  constructor(stages: readonly Stage[], closeables: readonly (Transformation | Predicate)[]) {
    this.#stages = stages;
    this.#closeables = closeables;
  }

  get isEmpty(): boolean {
    return this.#stages.length === 0;
  }

  /** The record after the last step, or null if a step dropped it. @throws what a step throws, with the step noted (`stepOf`) */
  apply<R extends ConnectRecord<R>>(record: R): R | null {
    let result: R | null = record;
    let isTesting = false;
    try {
      for (this.#current = 0; this.#current < this.#stages.length; this.#current++) {
        const { transformation, condition } = this.#stages[this.#current]!;
        if (condition !== null) {
          isTesting = true;
          const answer = condition.predicate.test(result);
          isTesting = false;
          if (answer === condition.unwanted) continue;
        }
        result = transformation.apply(result);
        if (result === null) return null;
      }
    } catch (thrown) {
      throw this.#located(thrown, isTesting);
    }
    return result;
  }

  /** Transformation of the step that was last begun; also where its predicate failed, as in Java. */
  get where(): { readonly class: string } {
    return this.#stages[this.#current]?.step ?? { class: '' };
  }

  async close(): Promise<void> {
    for (const closeable of this.#closeables) await closeable.close?.();
  }

  #located(thrown: unknown, isTesting: boolean): Error {
    const error = thrown instanceof Error ? thrown : new ConnectError(String(thrown), { cause: thrown });
    const { step, condition } = this.#stages[this.#current]!;
    noteStep(error, isTesting ? condition!.step : step);
    return error;
  }
}

type Config = Readonly<Record<string, string>>;

interface Named<T> {
  readonly plugin: T;
  readonly class: string;
}

/**
 * Builds the steps that `transforms` names.
 * @throws ConfigError for an alias that is there twice, an unknown class or predicate, or a setting that is wrong
 */
export async function buildChain(config: Config, loader: PluginLoader): Promise<TransformationChain> {
  const aliases = stepsConfig.parse(config);
  const predicates = new Map<string, Named<Predicate>>();
  for (const alias of aliases.predicates)
    predicates.set(alias, await make('predicate', `predicates.${alias}`, config, loader));
  const stages: Stage[] = [];
  for (const alias of aliases.transforms) {
    const name = `transforms.${alias}`;
    const { plugin, class: className } = await make('transformation', name, config, loader);
    const condition = conditionOf(name, withPrefix(config, `${name}.`), predicates);
    stages.push({ transformation: plugin, step: { name, class: className }, condition });
  }
  return new TransformationChain(stages, [
    ...stages.map((s) => s.transformation),
    ...Array.from(predicates.values(), (p) => p.plugin),
  ]);
}

interface Kinds {
  readonly transformation: Transformation;
  readonly predicate: Predicate;
}

/** The configured plugin of `transforms.NAME` or `predicates.NAME`. */
async function make<K extends keyof Kinds>(
  kind: K,
  prefix: string,
  config: Config,
  loader: PluginLoader,
): Promise<Named<Kinds[K]>> {
  const own = withPrefix(config, `${prefix}.`);
  const found = await at(prefix, () => {
    const { type } = stepConfig(kind === 'predicate' ? 'Predicate' : 'Transformation', prefix).parse(own);
    const loading: Promise<unknown> = loader.load([kind], type, own['plugin.version'] ?? null);
    return loading as Promise<{ class: string; create: () => Kinds[K] }>;
  });
  const plugin = found.create();
  await at(prefix, () => plugin.configure(own));
  return { plugin, class: found.class };
}

function conditionOf(name: string, own: ConfigMap, known: ReadonlyMap<string, Named<Predicate>>): Condition | null {
  const { predicate: alias, negate } = transformationConfig.parse(own);
  if (alias === null) {
    if (negate)
      throw new ConfigError(`${name}.negate=true needs ${name}.predicate, which names the predicate to negate`);
    return null;
  }
  const predicate = known.get(alias);
  if (predicate === undefined) {
    const names = [...known.keys()].join(', ');
    throw new ConfigError(`${name}.predicate=${alias} names no predicate of predicates=${names}`);
  }
  const step = { name: `predicates.${alias} of ${name}`, class: predicate.class };
  return { predicate: predicate.plugin, unwanted: negate, step };
}

/** Says of what goes wrong which step it is about. */
async function at<T>(prefix: string, work: () => T): Promise<Awaited<T>> {
  try {
    return await work();
  } catch (cause) {
    throw new ConfigError(`${prefix}: ${(cause as Error).message}`, { cause });
  }
}
