import { ConnectApi } from '../api/connect-api.ts';
import { apiSettings, defaultUrl } from '../settings.ts';
import type { AskNames } from './candidates.ts';

/** Nobody waits longer for a completion. */
const timeoutSeconds = '2';

/** Asks the worker that the command line or the environment names; nothing is offered where it gives no answer. */
export const askNames: AskNames = async (what, given) => {
  const user = given['user'] ?? process.env['CAUSEWAY_USER'];
  const url = given['url'] ?? process.env['CAUSEWAY_URL'] ?? defaultUrl;
  try {
    const api = new ConnectApi(apiSettings({ url, timeout: timeoutSeconds, ...(user === undefined ? {} : { user }) }));
    if (what === 'connector') return (await api.connectors()).toSorted();
    if (what === 'logger') return Object.keys(await api.loggers()).toSorted();
    return (await api.plugins({ all: true })).map((plugin) => plugin.class);
  } catch {
    return [];
  }
};
