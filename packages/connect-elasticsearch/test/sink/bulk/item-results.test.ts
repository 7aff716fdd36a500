import { expect, test } from 'vitest';
import type { BulkItem } from '../../../src/sink/cluster/cluster.ts';
import { itemOutcome, itemReason } from '../../../src/sink/bulk/item-results.ts';

const failed = (status: number, type: string, cause?: string): BulkItem => ({
  status,
  error: { type, reason: 'because', ...(cause === undefined ? {} : { caused_by: { type: cause, reason: 'of that' } }) },
});

test.each<[string, BulkItem, string]>([
  ['a new document is written', { status: 201 }, 'written'],
  ['a changed document is written', { status: 200 }, 'written'],
  ['a deletion of nothing is written', { status: 404 }, 'written'],
  ['an older version than the one there is written', failed(409, 'version_conflict_engine_exception'), 'written'],
  ['a full queue is retriable', failed(429, 'es_rejected_execution_exception'), 'retriable'],
  ['a circuit breaker is retriable', failed(429, 'circuit_breaking_exception'), 'retriable'],
  ['a circuit breaker with another status is retriable', failed(503, 'circuit_breaking_exception'), 'retriable'],
  ['a shard that is away is retriable', failed(503, 'unavailable_shards_exception'), 'retriable'],
  ['a full disk is retriable', failed(429, 'cluster_block_exception'), 'retriable'],
  ['any error of the server is retriable', failed(500, 'something_new_exception'), 'retriable'],
  ['a busy item without an error is retriable', { status: 503 }, 'retriable'],
  [
    'a value that does not fit is malformed',
    failed(400, 'document_parsing_exception', 'number_format_exception'),
    'malformed',
  ],
  ['the same in older servers is malformed', failed(400, 'mapper_parsing_exception'), 'malformed'],
  ['a field that a strict mapping lacks is malformed', failed(400, 'strict_dynamic_mapping_exception'), 'malformed'],
  ['an illegal argument is malformed', failed(400, 'illegal_argument_exception'), 'malformed'],
  ['an invalid request is malformed', failed(400, 'action_request_validation_exception'), 'malformed'],
  ['a cause that is malformed is malformed', failed(400, 'wrapper_exception', 'mapper_parsing_exception'), 'malformed'],
  ['a read-only index is fatal', failed(403, 'cluster_block_exception'), 'fatal'],
  ['a missing right is fatal', failed(403, 'security_exception'), 'fatal'],
  ['a vanished index is fatal', failed(404, 'index_not_found_exception'), 'fatal'],
  ['a closed index is fatal', failed(400, 'index_closed_exception'), 'fatal'],
])('%s', (_, item, outcome) => {
  expect(itemOutcome(item, false)).toBe(outcome);
});

test('an update that lost against another one is a conflict', () => {
  expect(itemOutcome(failed(409, 'version_conflict_engine_exception'), true)).toBe('conflict');
});

test('the reason names the causes', () => {
  expect(itemReason(failed(400, 'document_parsing_exception', 'number_format_exception'))).toBe(
    'document_parsing_exception: because; caused by number_format_exception: of that',
  );
  expect(itemReason({ status: 503 })).toBe('status 503');
});
