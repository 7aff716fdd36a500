import { readFileSync } from 'node:fs';
import { defineConfig, int, nonEmpty, type Plugin, string } from '@causeway/api';
import { describe, expect, test } from 'vitest';
import { standaloneWorkerConfig } from '../../../src/config/worker-config.ts';
import { ConfigVariables } from '../../../src/worker/thread/config-variables.ts';
import type { ThreadContext } from '../../../src/worker/thread/thread-context.ts';
import { validateConnector } from '../../../src/worker/thread/validation.ts';
import { TestLoader } from '../../plugins/test-loader.ts';

interface Entry {
  readonly definition: Readonly<Record<string, unknown>> | null;
  readonly value: { readonly name: string; readonly value: string | null; readonly errors: readonly string[] };
}

interface Step {
  readonly title: string;
  readonly body?: Record<string, string | null>;
  readonly expect: {
    readonly '*': {
      readonly status: number;
      readonly body: {
        readonly error_count: number;
        readonly groups: string[];
        readonly configs: Record<string, Entry>;
      };
    };
  };
}

/** Recorded from the Java worker with the file connectors. */
const { steps } = JSON.parse(
  readFileSync(new URL('../../../golden/rest/validate-basics.json', import.meta.url), 'utf8'),
) as { steps: readonly Step[] };
const answered = steps.filter(
  (step) => step.expect['*'].status === 200 && step.body?.['connector.class'] !== undefined,
);

const connector = { start: () => undefined, taskConfigs: () => [], stop: () => undefined };
const task = { start: () => undefined, stop: () => undefined };
const file = string({ default: null, importance: 'high', doc: '' });
/** The file connectors as far as validation knows them. */
const plugins: readonly Plugin[] = [
  {
    kind: 'source',
    class: 'org.apache.kafka.connect.file.FileStreamSourceConnector',
    config: defineConfig({
      file,
      topic: string({ validate: nonEmpty, importance: 'high', doc: '' }),
      'batch.size': int({ default: 2000, importance: 'low', doc: '' }),
    }),
    taskClass: 'FileStreamSourceTask',
    create: () => connector,
    createTask: () => ({ ...task, poll: () => null }),
  },
  {
    kind: 'sink',
    class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
    config: defineConfig({ file }),
    taskClass: 'FileStreamSinkTask',
    create: () => connector,
    createTask: () => ({ ...task, put: () => undefined }),
  },
];

const loader = new TestLoader(plugins);
const worker = standaloneWorkerConfig({
  'bootstrap.servers': 'broker:9092',
  'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'offset.storage.file.filename': 'unused',
});
const thread = {
  loader,
  worker,
  variables: new ConfigVariables({ providers: [], settings: {} }, () => loader),
} as unknown as ThreadContext;

/** Versions differ from worker to worker; defaults of converters and lists of plugins are another matter. */
const isCompared = (name: string): boolean => !/converter|version/.test(name);

/** What is compared of a setting. */
function essence({ definition, value }: Entry): unknown {
  if (definition === null) return { value: value.value, errors: value.errors };
  const { type, required, default_value, importance, group, order_in_group, width, display_name, dependents } =
    definition;
  const own = { type, required, default_value, importance, group, order_in_group, width, display_name, dependents };
  return { ...own, value: value.value, errors: value.errors };
}

describe('validation', () => {
  test.each(answered)('answers as Java does: $title', async ({ body, expect: { '*': answer } }) => {
    const infos = await validateConnector(thread, { config: body!, isToRun: false });
    const own = new Map(infos.configs.map((info) => [info.value.name, info as unknown as Entry]));
    for (const [name, recorded] of Object.entries(answer.body.configs)) {
      if (isCompared(name))
        expect([name, own.has(name) ? essence(own.get(name)!) : null]).toEqual([name, essence(recorded)]);
    }
    expect(infos.error_count).toBe(answer.body.error_count);
    expect(infos.groups).toEqual(answer.body.groups);
  });

  const errorsOf = async (config: Record<string, string>, isToRun = true): Promise<string[]> => {
    const { configs } = await validateConnector(thread, { config: { name: 'x', ...config }, isToRun });
    return configs.flatMap(({ value }) => value.errors);
  };

  test.each<[what: string, settings: Record<string, string>, errors: unknown[]]>([
    ['may be any other topic', { topics: 'a,b', 'errors.deadletterqueue.topic.name': 'letters' }, []],
    [
      'may be any topic that does not match',
      { 'topics.regex': 'a.*', 'errors.deadletterqueue.topic.name': 'letters' },
      [],
    ],
    [
      'may not be one of the topics that are read',
      { topics: 'a,b', 'errors.deadletterqueue.topic.name': ' b ' },
      ["The DLQ topic 'b' may not be included in the list of topics ('topics=[a, b]') consumed by the connector"],
    ],
    [
      'may not match the pattern of the topics that are read',
      { 'topics.regex': 'a.*', 'errors.deadletterqueue.topic.name': 'aha' },
      [expect.stringMatching(/^The DLQ topic 'aha' may not be included in the regex .*topics\.regex=a\.\*/)],
    ],
  ])('the dead letter queue %s', async (_, settings, errors) => {
    expect(await errorsOf({ 'connector.class': 'FileStreamSink', ...settings })).toEqual(errors);
  });

  test.each<[what: string, wish: string, isToRun: boolean, errors: unknown[]]>([
    ['is refused where it is to run', ' Required ', true, [expect.stringMatching(/cannot be met.*at least once/)]],
    ['passes where it is only looked at, as in Java', 'required', false, []],
    ['is taken as a wish', 'requested', true, []],
  ])('a source that asks for exactly once %s: %s', async (_, wish, isToRun, errors) => {
    const source = { 'connector.class': 'FileStreamSource', topic: 't', 'exactly.once.support': wish };
    expect(await errorsOf(source, isToRun)).toEqual(errors);
  });
});
