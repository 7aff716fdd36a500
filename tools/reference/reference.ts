/** Reference pages of all settings, made from the definitions that the code itself uses. */
import type { ConfigKey } from '@causeway/api';
import { distributedConfig, sinkConnectorConfig, sourceConnectorConfig, standaloneConfig } from '@causeway/runtime';
import { pluginManifests } from '../manifests/provides.ts';

interface Section {
  readonly title: string;
  readonly keys: Readonly<Record<string, ConfigKey>>;
}

/** The text of each page, by its file name. */
export async function referencePages(): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const own = (title: string, { keys }: { readonly keys: Section['keys'] }): Section => ({ title, keys });
  pages.set('worker.md', page('The standalone worker', [own('worker.properties', standaloneConfig)]));
  pages.set('distributed.md', page('The distributed worker', [own('worker.properties', distributedConfig)]));
  pages.set(
    'connectors.md',
    page('Settings that every connector has', [
      own('Source connectors', sourceConnectorConfig),
      own('Sink connectors', sinkConnectorConfig),
    ]),
  );
  for (const { name, plugins } of await pluginManifests()) {
    const sections = plugins.map(({ class: title, config }) => own(`\`${title}\``, config));
    const distinct = sections.filter((s, i) => sections.findIndex((t) => t.title === s.title) === i);
    pages.set(`${name.replace('@causeway/', '')}.md`, page(name, distinct));
  }
  pages.set('README.md', index([...pages.keys()]));
  return pages;
}

function index(files: readonly string[]): string {
  const links = files.toSorted().map((file) => `- [${file.replace('.md', '')}](${file})`);
  return `# Settings\n\nMade by \`npm run reference\` from the definitions in the code.\n\n${links.join('\n')}\n`;
}

function page(title: string, sections: readonly Section[]): string {
  return `# ${title}\n\n${sections.map(sectionText).join('\n')}`;
}

function sectionText({ title, keys }: Section): string {
  const entries = Object.entries(keys).filter(([, key]) => !key.internal);
  if (entries.length === 0) return `## ${title}\n\nNo settings.\n`;
  const rows = entries.map(
    ([name, key]) => `| \`${name}\` | ${key.type.toLowerCase()} | ${defaultText(key)} | ${cell(key)} |`,
  );
  return `## ${title}\n\n| key | type | default | |\n|---|---|---|---|\n${rows.join('\n')}\n`;
}

function defaultText(key: ConfigKey): string {
  if (!key.hasDefault) return '*required*';
  const value = key.defaultValue;
  if (value === null) return '';
  if (Array.isArray(value)) return value.length === 0 ? '' : `\`${value.join(',').replaceAll('|', '\\|')}\``;
  return value === '' ? '`""`' : `\`${JSON.stringify(value).replace(/^"|"$/g, '')}\``;
}

function cell({ documentation, validator }: ConfigKey): string {
  const text = documentation.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  const allowed = validator?.describe ?? '';
  return allowed === '' ? text : `${text} Valid: ${allowed.replaceAll('|', '\\|')}.`;
}
