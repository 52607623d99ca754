/** The contracts that a consumer can be held to, by name; what each means stands with it (`ecreplay contract --list`). */
export const CONTRACT_NAMES = [
  'rule-can-match',
  'no-resources-filter',
  'no-self-trigger',
  'tag-absent',
  'tags-empty-or-many',
  'severities-missing',
  'any-repository-name',
  'members-as-ecr-spells-them',
  'null-elements',
  'events-without-identity',
  'source-is-no-address',
  'read-only-that-changes',
  'failed-calls-are-no-actions',
  'tolerates-unknown-fields',
  'ignores-other-detail-types',
  'log-files-as-they-come',
  'one-action-per-push',
  'one-action-for-record-and-event',
  'idempotent',
  'order-independent',
  'survives-failed-calls',
  'batch-failures-reported',
  'no-crash-on-any-valid-event',
] as const;

/** The name of a contract. */
export type ContractName = (typeof CONTRACT_NAMES)[number];
