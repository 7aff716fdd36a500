import { type ConfigKey, type ConfigValue, Password } from '@causeway/api';
import type { ConfigInfo, ConfigInfos, ConfigKeyInfo } from '../../protocol.ts';

/** Checked settings that belong together, and which prefix and group their keys have in the answer. */
export interface Part {
  readonly keys: Readonly<Record<string, ConfigKey>>;
  readonly values: readonly ConfigValue[];
  readonly prefix: string;
  readonly group: string | null;
}

export const valueOf = ({ values }: Pick<Part, 'values'>, name: string): ConfigValue =>
  values.find((value) => value.name === name)!;

/** One entry a key; the first definition of a key wins, errors add up. Keys without a definition come first. */
export function configInfos(name: string, groups: readonly string[], parts: readonly Part[]): ConfigInfos {
  const infos = new Map<string, ConfigInfo & { value: { errors: string[] } }>();
  for (const { keys, values, prefix, group } of parts) {
    for (const value of values) {
      const fullName = prefix + value.name;
      const known = infos.get(fullName);
      if (known === undefined) infos.set(fullName, configInfo(fullName, value, keys[value.name], group));
      else known.value.errors.push(...value.errorMessages);
    }
  }
  const all = [...infos.values()];
  const configs = [...all.filter((i) => i.definition === null), ...all.filter((i) => i.definition !== null)];
  return { name, error_count: configs.reduce((sum, c) => sum + c.value.errors.length, 0), groups, configs };
}

function configInfo(
  name: string,
  { value, recommendedValues, errorMessages, visible }: ConfigValue,
  key: ConfigKey | undefined,
  group: string | null,
): ConfigInfo & { value: { errors: string[] } } {
  return {
    definition: key === undefined ? null : keyInfo(name, key, group),
    value: {
      name,
      value: shown(value, key?.type),
      recommended_values: recommendedValues.map((v) => shown(v, key?.type) ?? ''),
      errors: [...errorMessages],
      visible,
    },
  };
}

/** @param group instead of the key's own */
export function keyInfo(name: string, key: ConfigKey, group: string | null = null): ConfigKeyInfo {
  return {
    name,
    type: key.type,
    required: !key.hasDefault,
    default_value: shown(key.defaultValue, key.type),
    importance: key.importance,
    documentation: key.documentation,
    group: group ?? key.group,
    width: key.width,
    display_name: key.displayName ?? name,
    dependents: key.dependents,
    order_in_group: (group ?? key.group) === null ? -1 : (key.order ?? -1),
  };
}

/** A value as text; secrets are hidden. Java: ConfigDef#convertToString */
function shown(value: unknown, type: string | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Password || type === 'PASSWORD') return '[hidden]';
  if (Array.isArray(value)) return value.join(',');
  if (type === 'DOUBLE' && Number.isInteger(value)) return `${value as number}.0`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
