import { stringText } from './json-text.ts';

/** The lines of the bulk API for documents of one index. Each ends with a line feed. */
export interface BulkLines {
  /** Writes the document, under the external version if there is one. */
  index(id: string, version: string | null, document: string): string;
  /** Writes it under an id that the server makes. */
  indexWithoutId(document: string): string;
  /** Changes the fields that the document has, or writes it. */
  upsert(id: string, document: string): string;
  delete(id: string, version: string | null): string;
}

export function bulkLines(index: string, retryOnConflict: number): BulkLines {
  const name = `"_index":${stringText(index)}`;
  const indexHead = `{"index":{${name},"_id":`;
  const updateHead = `{"update":{${name},"retry_on_conflict":${retryOnConflict},"_id":`;
  const deleteHead = `{"delete":{${name},"_id":`;
  const withoutId = `{"index":{${name}}}\n`;
  return {
    index: (id, version, document) => `${indexHead}${stringText(id)}${versionText(version)}}}\n${document}\n`,
    indexWithoutId: (document) => `${withoutId}${document}\n`,
    upsert: (id, document) => `${updateHead}${stringText(id)}}}\n{"doc":${document},"doc_as_upsert":true}\n`,
    delete: (id, version) => `${deleteHead}${stringText(id)}${versionText(version)}}}\n`,
  };
}

const versionText = (version: string | null): string =>
  version === null ? '' : `,"version":${version},"version_type":"external"`;
