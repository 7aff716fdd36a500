/** Sessions that were recorded from a Java worker, played on this one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { topicsWith } from '../setup/kafka.ts';
import { play, type Played } from '../setup/recorded/player.ts';
import { knownDifferences, type Session, sessions } from '../setup/recorded/session.ts';
import { Bench } from '../setup/worker.ts';

/** Played at the same time; most of their time they wait. */
const atOnce = 5;
const json = 'org.apache.kafka.connect.json.JsonConverter';
const played = new Map<string, Played>();
let bench: Bench;

beforeAll(async () => {
  bench = await Bench.open();
  const settings = { 'key.converter': json, 'value.converter': json, 'offset.flush.interval.ms': '1000' };
  const { url } = await bench.worker(settings);
  const waiting = [...sessions];
  const playNext = async (): Promise<void> => {
    for (let session = waiting.shift(); session !== undefined; session = waiting.shift())
      played.set(session.session, await play(session, { url, dir: bench.dir, mode: 'standalone' }));
  };
  await Promise.all(Array.from({ length: atOnce }, playNext));
});

afterAll(async () => {
  for (const { run } of played.values()) for (const topic of await topicsWith(run)) bench.ownTopic(topic);
  await bench[Symbol.asyncDispose]();
});

const stepsOf = ({ session, steps }: Session) =>
  steps.map(({ title }, i) => {
    const known = knownDifferences.find((d) => d.session === session && d.step === i + 1);
    return { name: `${i + 1}. ${title}${known === undefined ? '' : ' (differs)'}`, title, index: i, known };
  });

describe.each(sessions)('the recorded session "$title"', (session) => {
  test.each(stepsOf(session))('is answered as by a Java worker: $name', ({ index, title, known }) => {
    const { differences } = played.get(session.session)!;
    if (known === undefined) expect(differences[index]).toEqual({});
    else expect([title, Object.keys(differences[index]!)]).toEqual([known.title, known.differences]);
  });
});
