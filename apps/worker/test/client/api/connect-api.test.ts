import { describe, expect, test } from 'vitest';
import { ConnectApi, type Clock } from '../../../src/client/api/connect-api.ts';
import { RefusedError } from '../../../src/client/errors.ts';
import { Double, type Reply, type Respond } from '../double.ts';

/** Time that passes by waiting alone. */
function clock(): Clock & { waits: number } {
  let ms = 0;
  return {
    waits: 0,
    now: () => ms,
    async wait(more) {
      ms += more;
      this.waits++;
    },
  };
}

const apiAt = ({ url }: Double, time: Clock = clock()): ConnectApi =>
  new ConnectApi({ addresses: [{ url, authorization: null }], timeoutMs: 5_000 }, time);

const refusedWith = (status: number, message: string): Reply => ({ status, body: { error_code: status, message } });

async function refusal(asked: Promise<unknown>): Promise<RefusedError> {
  const error = await asked.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RefusedError)) throw new Error('A RefusedError was expected', { cause: error });
  return error;
}

describe('the requests of the API', () => {
  const config = { 'connector.class': 'X' };
  test.each<[what: string, ask: (api: ConnectApi) => Promise<unknown>, line: string, body?: unknown]>([
    ['root', (api) => api.root(), 'GET /'],
    ['connectors', (api) => api.connectors(), 'GET /connectors'],
    ['expandedConnectors', (api) => api.expandedConnectors(), 'GET /connectors?expand=info&expand=status'],
    ['connector', (api) => api.connector('a b/ü'), 'GET /connectors/a%20b%2F%C3%BC'],
    ['config', (api) => api.config('a'), 'GET /connectors/a/config'],
    ['status', (api) => api.status('a'), 'GET /connectors/a/status'],
    ['create', (api) => api.create({ name: 'a', config }), 'POST /connectors', { name: 'a', config }],
    ['update', (api) => api.update('a', config), 'PUT /connectors/a/config', config],
    ['delete', (api) => api.delete('a'), 'DELETE /connectors/a'],
    ['pause', (api) => api.changeState('a', 'pause'), 'PUT /connectors/a/pause'],
    ['resume', (api) => api.changeState('a', 'resume'), 'PUT /connectors/a/resume'],
    ['stop', (api) => api.changeState('a', 'stop'), 'PUT /connectors/a/stop'],
    [
      'restart',
      (api) => api.restart('a', { includeTasks: true, onlyFailed: false }),
      'POST /connectors/a/restart?includeTasks=true&onlyFailed=false',
    ],
    ['restartTask', (api) => api.restartTask('a', 2), 'POST /connectors/a/tasks/2/restart'],
    ['offsets', (api) => api.offsets('a'), 'GET /connectors/a/offsets'],
    [
      'alterOffsets',
      (api) => api.alterOffsets('a', [{ partition: {}, offset: null }]),
      'PATCH /connectors/a/offsets',
      { offsets: [{ partition: {}, offset: null }] },
    ],
    ['resetOffsets', (api) => api.resetOffsets('a'), 'DELETE /connectors/a/offsets'],
    ['plugins', (api) => api.plugins({ all: true }), 'GET /connector-plugins?connectorsOnly=false'],
    ['pluginConfig', (api) => api.pluginConfig('a.B$Key'), 'GET /connector-plugins/a.B%24Key/config'],
    ['validate', (api) => api.validate('X', config), 'PUT /connector-plugins/X/config/validate', config],
    ['loggers', (api) => api.loggers(), 'GET /admin/loggers'],
    ['logger', (api) => api.logger('a.b'), 'GET /admin/loggers/a.b'],
    [
      'setLogger',
      (api) => api.setLogger('a.b', 'INFO', 'cluster'),
      'PUT /admin/loggers/a.b?scope=cluster',
      { level: 'INFO' },
    ],
  ])('include that of %s', async (_, ask, line, body) => {
    await using double = await Double.that(() => ({ status: 200, body: { answered: true } }));
    expect(await ask(apiAt(double))).toEqual({ answered: true });
    expect(double.lines).toEqual([line]);
    expect(double.asked[0]?.body).toEqual(body);
  });
});

describe('a connector that is not there', () => {
  const unknown = refusedWith(404, 'Connector a not found');

  test('has no settings and no state', async () => {
    await using double = await Double.that(() => unknown);
    expect([await apiAt(double).config('a'), await apiAt(double).status('a')]).toEqual([null, null]);
  });

  test.each<[what: string, reply: Reply]>([
    ['a server that knows no such path', refusedWith(404, 'HTTP 404 Not Found')],
    ['a web server', { status: 404, text: '<html>Not found</html>' }],
    ['another API', { status: 404, body: { reason: 'no such index' } }],
  ])('is not what %s says', async (_, reply) => {
    await using double = await Double.that(() => reply);
    expect((await refusal(apiAt(double).config('a'))).status).toBe(404);
  });
});

describe('while workers share out their work', () => {
  const busy = refusedWith(409, 'Cannot complete request because of a conflicting operation (e.g. worker rebalance)');
  const busyFor = (times: number): Respond => {
    let left = times;
    return () => (left-- > 0 ? busy : { status: 200, body: {} });
  };

  test('a request is sent again until it is taken', async () => {
    const time = clock();
    await using double = await Double.that(busyFor(3));
    expect(await apiAt(double, time).update('a', {})).toEqual({});
    expect([double.asked.length, time.waits]).toEqual([4, 3]);
  });

  test('a request is refused in the end', async () => {
    await using double = await Double.that(busyFor(Infinity));
    const error = await refusal(apiAt(double).update('a', {}));
    expect(error.message).toMatch(/Could not change connector a: Cannot complete request/);
    expect(error.advice).toMatch(/try again in a moment/);
  });

  test('a connector that exists already is no reason to wait', async () => {
    const time = clock();
    await using double = await Double.that(() => refusedWith(409, 'Connector a already exists'));
    const error = await refusal(apiAt(double, time).create({ name: 'a', config: {} }));
    expect(error.advice).toBe('To change it, use: causeway apply -f FILE.');
    expect(time.waits).toBe(0);
  });
});

describe('the health', () => {
  test.each([
    ['healthy', 200, true],
    ['starting', 503, false],
    ['unhealthy', 500, false],
  ])('%s comes with %d', async (status, code, isHealthy) => {
    const health = { status, message: 'm' };
    await using double = await Double.that(() => ({ status: code, body: health }));
    expect(await apiAt(double).health()).toEqual({ isHealthy, health });
  });

  test('is not known to old workers', async () => {
    await using double = await Double.that(() => refusedWith(404, 'HTTP 404 Not Found'));
    expect((await refusal(apiAt(double).health())).advice).toMatch(/too old to know the request/);
  });
});
