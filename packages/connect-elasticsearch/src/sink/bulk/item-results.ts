import type { BulkItem, ServerError } from '../cluster/cluster.ts';

/**
 * What to make of one item of a bulk answer:
 * - `written`: it is there, or a newer version is, or what should be deleted was not there
 * - `retriable`: the server had no capacity for it, or its shard was away: it alone is sent again
 * - `conflict`: an update lost against other updates of the same document: sent again as well
 * - `malformed`: the server can't take this document
 * - `fatal`: nothing is wrong with the document, but the server won't write it
 */
export type ItemOutcome = 'written' | 'retriable' | 'conflict' | 'malformed' | 'fatal';

/** Java: ElasticsearchClient's list of errors that a document itself causes. */
const MALFORMED = new Set([
  'strict_dynamic_mapping_exception',
  'mapper_parsing_exception',
  'illegal_argument_exception',
  'action_request_validation_exception',
  'document_parsing_exception',
]);

const RETRIABLE = new Set([
  'es_rejected_execution_exception',
  'circuit_breaking_exception',
  'unavailable_shards_exception',
  'process_cluster_event_timeout_exception',
  'no_shard_available_action_exception',
  'node_closed_exception',
  'primary_missing_action_exception',
]);

/** @param isUpsert whether it was an update, for which the connector sends no version of its own */
export function itemOutcome({ status, error }: BulkItem, isUpsert: boolean): ItemOutcome {
  if (error === undefined) return status < 400 || status === 404 ? 'written' : byStatus(status);
  const type = error.type ?? '';
  if (type === 'version_conflict_engine_exception') return isUpsert ? 'conflict' : 'written';
  if (RETRIABLE.has(type)) return 'retriable';
  if (MALFORMED.has(type) || causes(error).some((cause) => MALFORMED.has(cause))) return 'malformed';
  return byStatus(status);
}

/** What the server says, with the causes. */
export function itemReason({ status, error }: BulkItem): string {
  if (error === undefined) return `status ${status}`;
  const cause = error.caused_by === undefined ? '' : `; caused by ${itemReason({ status, error: error.caused_by })}`;
  return `${error.type ?? `status ${status}`}: ${error.reason ?? 'no reason given'}${cause}`;
}

const byStatus = (status: number): ItemOutcome => (status === 429 || status >= 500 ? 'retriable' : 'fatal');

function causes({ caused_by: cause }: ServerError): string[] {
  return cause === undefined ? [] : [cause.type ?? '', ...causes(cause)];
}
