import { type ConfigKey, type ConfigType, parseValue, Password, Values } from '@causeway/api';
import type { GoldenCase, GoldenConfig, GoldenValue } from './case.ts';
import { type GoldenSubjects, NoSubjectError, type Run } from './step.ts';

/** Java calls an option outside of groups number -1. */
const NO_ORDER = -1;

function definitionOf(recorded: GoldenCase, { plugins = [], definitions = {} }: GoldenSubjects) {
  const name = recorded.class ?? '';
  const found = plugins.find((plugin) => plugin.class === name)?.config ?? definitions[name];
  if (found === undefined) throw new NoSubjectError(`no settings of ${name} among the plugins and definitions`);
  return found as NonNullable<GoldenSubjects['definitions']>[string];
}

export function runConfigDef(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const { keys } = definitionOf(recorded, subjects);
  return async () => ({ configs: Object.entries(keys).map(([name, key]) => encodeKey(name, key)) });
}

function encodeKey(name: string, key: ConfigKey): GoldenConfig {
  return {
    name,
    type: key.type,
    ...(key.hasDefault ? { default: defaultText(key.defaultValue) } : { required: true }),
    importance: key.importance,
    width: key.width,
    group: key.group,
    order: key.order ?? NO_ORDER,
    displayName: key.displayName ?? name,
    ...(key.dependents.length > 0 ? { dependents: key.dependents } : {}),
    ...(key.internal ? { internal: true } : {}),
  };
}

function defaultText(value: unknown): string | null {
  if (value === null) return null;
  return Array.isArray(value) ? value.join(',') : (value as string | number | boolean | Password).toString();
}

export function runConfigParse(recorded: GoldenCase): Run {
  return async () => {
    const type = recorded.type!;
    const text = recorded.text ?? null;
    return { value: text === null ? null : encodeSetting(type, parseValue('name', type, text)) };
  };
}

export function runConfigValidate(recorded: GoldenCase, subjects: GoldenSubjects): Run {
  const definition = definitionOf(recorded, subjects);
  return async () => {
    const values = await definition.validate(recorded.config ?? {});
    return {
      configs: values.map(({ name, value, errorMessages, recommendedValues, visible }) => ({
        name,
        value: encodeSetting(definition.keys[name]?.type ?? 'STRING', value),
        errors: errorMessages.length,
        message: errorMessages.join('; '),
        visible,
        ...(recommendedValues.length > 0 ? { recommended: recommendedValues } : {}),
      })),
    };
  };
}

/** A parsed setting, tagged with its type. */
function encodeSetting(type: ConfigType, value: unknown): GoldenValue | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Password) return { t: type, v: value.value };
  if (type === 'LONG') return { t: type, v: String(Values.convertToLong(null, value)) };
  return { t: type, v: typeof value === 'number' && !Number.isFinite(value) ? String(value) : value };
}
