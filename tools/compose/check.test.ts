import { expect, test } from 'vitest';
import { checkCompose, composeProblems, isPinned } from './check.ts';

test("the project's docker-compose.yml has no problem", { timeout: 30_000 }, async () => {
  expect(await checkCompose()).toEqual([]);
});

test.each([
  ['mysql:9.7.0', true],
  ['docker.elastic.co/elasticsearch/elasticsearch:9.5.3', true],
  ['node:24', true],
  ['example.org:5000/mysql', false],
  ['mysql', false],
  ['mysql:latest', false],
])('the image %s is pinned: %s', (image, expected) => {
  expect(isPinned(image)).toBe(expected);
});

const service = { image: 'mysql:9.7.0', ports: ['127.0.0.1:1:1'], healthcheck: { test: ['CMD', 'true'] } };

test.each([
  ['a file without services', { name: 'x' }, /required property 'services'/],
  ['a version key', { version: '3', name: 'x', services: { a: service } }, /additional properties .*version/],
  ['a misspelt key', { name: 'x', services: { a: { ...service, port: [] } } }, /\/services\/a .*port/],
  ['an open port', { name: 'x', services: { a: { ...service, ports: ['1:1'] } } }, /a: port 1:1 is not published on/],
  ['a floating tag', { name: 'x', services: { a: { ...service, image: 'mysql' } } }, /a: the image mysql has no exact/],
  [
    'a missing dependency',
    { name: 'x', services: { a: { ...service, depends_on: { b: { condition: 'service_healthy' } } } } },
    /a: depends on b/,
  ],
  ['a missing service', { name: 'x', services: { a: service } }, /no service kafka/],
])('%s is a problem', (_, content, problem) => {
  expect(composeProblems(content).join('\n')).toMatch(problem);
});
