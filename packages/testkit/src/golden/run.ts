import { ConfigError, DataError } from '@causeway/api';
import type { SinkRecord, SourceRecord } from '@causeway/api';
import type { GoldenCase, GoldenError, GoldenKind, GoldenResult } from './case.ts';
import { createPlugin } from './create-plugin.ts';
import { decodeRecord, encodeRecord } from './record.ts';
import { runConfigDef, runConfigParse, runConfigValidate } from './run-config.ts';
import { runConverter, runHeaderConverter } from './run-converter.ts';
import { runSchemaProjector, runSchemaValidate, runValues } from './run-values.ts';
import { type GoldenSubjects, NoSubjectError, type Phase, type Run } from './step.ts';

/**
 * Runs one case and encodes its result; what a plugin throws is a result too.
 * @throws NoSubjectError if the subject of the case was not given
 */
export async function runCase(recorded: GoldenCase, subjects: GoldenSubjects): Promise<GoldenResult> {
  const runner = runners[recorded.kind] as (typeof runners)[GoldenKind] | undefined;
  if (runner === undefined) throw new NoSubjectError(`no runner for cases of kind ${recorded.kind}`);
  const step = { phase: 'configure' as Phase };
  const run = runner(recorded, subjects);
  try {
    return await run(step);
  } catch (error) {
    return { error: { kind: kindOfError(error), phase: step.phase, message: (error as Error).message } };
  }
}

function kindOfError(error: unknown): GoldenError['kind'] {
  return error instanceof ConfigError ? 'ConfigException' : error instanceof DataError ? 'DataException' : 'other';
}

const runners: Readonly<Record<GoldenKind, (recorded: GoldenCase, subjects: GoldenSubjects) => Run>> = {
  converter: runConverter,
  headerConverter: runHeaderConverter,
  transform: runTransform,
  predicate: runPredicate,
  chain: runChain,
  values: runValues,
  schemaProjector: runSchemaProjector,
  schemaValidate: runSchemaValidate,
  configDef: runConfigDef,
  configParse: runConfigParse,
  configValidate: runConfigValidate,
};

function runTransform(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const transformation = createPlugin('transformation', recorded, subjects);
  return async (step) => {
    transformation.configure(recorded.config ?? {});
    const record = decodeRecord(recorded.record!);
    step.phase = 'apply';
    return applied(transformation, record);
  };
}

function runChain(recorded: GoldenCase, { buildChain }: GoldenSubjects): Run {
  if (buildChain === undefined) throw new NoSubjectError('no buildChain given for a case of kind chain');
  return async (step) => {
    const chain = await buildChain(recorded.config ?? {});
    const record = decodeRecord(recorded.record!);
    step.phase = 'apply';
    return applied(chain, record);
  };
}

/** The contract wants one type of record for input and output, which the kind of the case decides. */
function applied(
  subject: { apply(record: SourceRecord): SourceRecord | null },
  record: SourceRecord | SinkRecord,
): GoldenResult {
  const result = subject.apply(record as SourceRecord);
  return { record: result === null ? null : encodeRecord(result) };
}

function runPredicate(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const predicate = createPlugin('predicate', recorded, subjects);
  return async (step) => {
    predicate.configure(recorded.config ?? {});
    const record = decodeRecord(recorded.record!);
    step.phase = 'apply';
    return { test: predicate.test(record) };
  };
}
