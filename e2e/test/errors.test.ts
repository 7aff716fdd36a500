import { expect, test } from 'vitest';
import { fileSink, linesOf } from '../setup/file-connectors.ts';
import { fillTopic, readTopic, topicSize } from '../setup/kafka.ts';
import { Bench, type Settings } from '../setup/worker.ts';

const json: Settings = {
  'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
  'value.converter.schemas.enable': 'false',
};
const values = ['{"n":0}', '{"n":', '{"n":2}', 'not json', '{"n":4}'];

test('with errors.tolerance=all the good records arrive, and the bad ones wait in the dead letter queue', async () => {
  await using bench = await Bench.open();
  const [to, topic, letters] = [bench.path('to.txt'), bench.topic('values'), bench.topic('letters')];
  await fillTopic(topic, [values]);
  const tolerant = {
    'errors.tolerance': 'all',
    'errors.deadletterqueue.topic.name': letters,
    'errors.deadletterqueue.topic.replication.factor': '1',
    'errors.deadletterqueue.context.headers.enable': 'true',
  };
  const worker = await bench.worker({}, [fileSink('sink', to, topic, { ...json, ...tolerant })]);
  await worker.until('good and bad records have arrived', async () => {
    return (await linesOf(to)).length >= 3 && (await topicSize(letters)) >= 2;
  });
  expect(await linesOf(to)).toEqual(['{n=0}', '{n=2}', '{n=4}']);
  const dead = await readTopic(letters);
  expect(dead.map(({ value }) => value)).toEqual([values[1], values[3]]);
  expect(dead.map(({ headers }) => headers['__connect.errors.offset'])).toEqual(['1', '3']);
  expect(dead[0]!.headers).toMatchObject({
    '__connect.errors.topic': topic,
    '__connect.errors.partition': '0',
    '__connect.errors.connector.name': 'sink',
    '__connect.errors.task.id': '0',
    '__connect.errors.stage': 'VALUE_CONVERTER',
    '__connect.errors.class.name': 'org.apache.kafka.connect.json.JsonConverter',
    '__connect.errors.exception.message': expect.stringMatching(/./) as string,
  });
  await worker.running('sink');
});

test('with errors.tolerance=none the first bad record fails the task, which says where it lies', async () => {
  await using bench = await Bench.open();
  const [to, topic] = [bench.path('to.txt'), bench.topic('values')];
  await fillTopic(topic, [values]);
  const worker = await bench.worker({}, [fileSink('sink', to, topic, json)]);
  let trace = '';
  await worker.until('the task has failed', async () => {
    const answer = await worker.get('/connectors/sink/status');
    const [task] = (answer.body as { tasks: { state: string; trace?: string }[] }).tasks;
    trace = task?.trace ?? '';
    return task?.state === 'FAILED';
  });
  expect(trace).toContain(`${topic}-0@1`);
  expect(trace).toContain('errors.tolerance=none');
  expect(await worker.get('/connectors/sink/status')).toMatchObject({ body: { connector: { state: 'RUNNING' } } });
});
