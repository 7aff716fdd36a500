import { type ConfigMap, ConnectError } from '@causeway/api';
import type { ConfigInfos } from './states.ts';

/** A request that can't be carried out as it stands: HTTP 400. */
export class BadRequestError extends ConnectError {}

/** @throws BadRequestError that lists what is wrong, if anything is. Java: AbstractHerder#maybeAddConfigErrors */
export function throwIfInvalid(infos: ConfigInfos): void {
  if (infos.error_count === 0) return;
  const errors = infos.configs.flatMap((c) => c.value.errors);
  throw new BadRequestError(
    `Connector configuration is invalid and contains the following ${infos.error_count} error(s):\n${errors.join('\n')}\n` +
      'You can also find the above list of errors at the endpoint `/connector-plugins/{connectorType}/config/validate`',
  );
}

/** @throws BadRequestError if the settings name no class. Java: AbstractHerder#validateConnectorConfig */
export function requireClass(config: ConfigMap): void {
  if ((config['connector.class'] ?? '') !== '') return;
  const settings = Object.keys(config).join(', ');
  throw new BadRequestError(`Connector config {${settings}} contains no connector type: set connector.class`);
}
