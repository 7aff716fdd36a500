import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../src/client/api/http-client.ts';
import { refusal } from '../../../src/client/api/refusal.ts';

const from = 'http://a:8083';
const answer = (status: number, message: string): Answer => ({
  status,
  body: { error_code: status, message },
  text: '',
  from,
  location: null,
});
const page = (status: number, text: string): Answer => ({ ...answer(status, ''), body: undefined, text });

describe('a refusal', () => {
  test.each<[what: string, given: Answer, message: string]>([
    ['the message of the API', answer(404, 'Unknown connector x'), 'Unknown connector x (404 from http://a:8083)'],
    ['the words of a page', page(404, '<h1>Not\n found</h1>'), 'Not found (404 from http://a:8083)'],
    [
      'a text',
      page(401, 'User cannot access the resource.'),
      'User cannot access the resource. (401 from http://a:8083)',
    ],
    ['that there is none', { ...answer(400, ''), body: null }, 'the answer has no message (400 from http://a:8083)'],
    [
      'where it sends to',
      { ...answer(302, ''), body: null, location: 'https://b/' },
      'it sends to https://b/ (302 from http://a:8083)',
    ],
  ])('says %s', (_, given, message) => {
    const error = refusal(given, { doing: 'pause connector x', path: '/connectors/x/pause', hasAuthorization: false });
    expect(error.message).toBe(`Could not pause connector x: ${message}`);
    expect(error.exitCode).toBe(1);
  });

  test.each<[what: string, given: Answer, path: string, advice: RegExp | null, hasAuthorization?: boolean]>([
    ['a password that is missing', page(401, 'no'), '/', /^Give name and password/],
    ['a password that is wrong', page(401, 'no'), '/', /^Check the name and the password/, true],
    ['a connector that is not there', answer(404, 'Unknown connector x'), '/connectors/x/pause', /causeway list/],
    ['a task that is not there', answer(404, 'Unknown task: x-9'), '/connectors/x/tasks/9/restart', /causeway show/],
    ['a plugin that is not there', answer(404, 'Unknown plugin x.'), '/connector-plugins/x/config', /plugins --all/],
    ['a logger that is not there', answer(404, 'Logger x not found.'), '/admin/loggers/x', /admin\.listeners/],
    ['a level that is not there', answer(404, "invalid log level 'X'."), '/admin/loggers/x', /Levels are TRACE/],
    ['a path that is not there', answer(404, 'HTTP 404 Not Found'), '/connectors/x/offsets', /too old/],
    ['a connector that exists', answer(409, 'Connector x already exists'), '/connectors', /causeway apply/],
    ['a rebalance', answer(409, 'Cannot complete request'), '/connectors', /try again/],
    ['a connector that runs', answer(400, 'must be in the STOPPED state'), '/connectors/x/offsets', /causeway stop/],
    ['a name with a slash', { ...answer(400, ''), body: null }, '/connectors/a%2Fb', /slash/],
    ['a time-out', answer(500, 'Request timed out. The worker is…'), '/connectors', /may still carry/],
    ['a redirect', { ...answer(302, ''), body: null }, '/', /--url/],
    ['settings that are wrong', answer(400, 'Connector configuration is invalid'), '/connectors', null],
  ])('of %s says what to do', (_, given, path, advice, hasAuthorization = false) => {
    const error = refusal(given, { doing: 'do it', path, hasAuthorization });
    if (advice === null) expect(error.advice).toBeNull();
    else expect(error.advice).toMatch(advice);
  });
});
