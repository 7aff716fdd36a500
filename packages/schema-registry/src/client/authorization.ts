import type { ConnectionSettings, RegistryUrl } from '../config/settings.ts';

/** The header that says who asks; none without credentials. */
export function authorization(settings: ConnectionSettings, url: RegistryUrl): { readonly authorization?: string } {
  if (settings.bearerToken !== null) return { authorization: `Bearer ${settings.bearerToken}` };
  const userInfo = settings.userInfo ?? url.userInfo;
  return userInfo === null ? {} : { authorization: `Basic ${Buffer.from(userInfo, 'utf8').toString('base64')}` };
}
