import type { Contract } from './contract.ts';
import { anyRepositoryName } from './clause/any-repository-name.ts';
import { batchFailuresReported } from './clause/batch-failures-reported.ts';
import { eventsWithoutIdentity } from './clause/events-without-identity.ts';
import { failedCallsAreNoActions } from './clause/failed-calls-are-no-actions.ts';
import { idempotent } from './clause/idempotent.ts';
import { ignoresOtherDetailTypes } from './clause/ignores-other-detail-types.ts';
import { logFilesAsTheyCome } from './clause/log-files-as-they-come.ts';
import { membersAsEcrSpellsThem } from './clause/members-as-ecr-spells-them.ts';
import { noCrashOnAnyValidEvent } from './clause/no-crash-on-any-valid-event.ts';
import { noResourcesFilter } from './clause/no-resources-filter.ts';
import { noSelfTrigger } from './clause/no-self-trigger.ts';
import { nullElements } from './clause/null-elements.ts';
import { oneActionForRecordAndEvent } from './clause/one-action-for-record-and-event.ts';
import { oneActionPerPush } from './clause/one-action-per-push.ts';
import { orderIndependent } from './clause/order-independent.ts';
import { readOnlyThatChanges } from './clause/read-only-that-changes.ts';
import { ruleCanMatch } from './clause/rule-can-match.ts';
import { severitiesMissing } from './clause/severities-missing.ts';
import { sourceIsNoAddress } from './clause/source-is-no-address.ts';
import { survivesFailedCalls } from './clause/survives-failed-calls.ts';
import { tagAbsent } from './clause/tag-absent.ts';
import { tagsEmptyOrMany } from './clause/tags-empty-or-many.ts';
import { toleratesUnknownFields } from './clause/tolerates-unknown-fields.ts';

/** All contracts, in the order in which they are tried: what one has told, those after it do not tell again. */
export const CONTRACTS: readonly Contract[] = [
  ruleCanMatch,
  noResourcesFilter,
  noSelfTrigger,
  tagAbsent,
  tagsEmptyOrMany,
  severitiesMissing,
  anyRepositoryName,
  membersAsEcrSpellsThem,
  nullElements,
  eventsWithoutIdentity,
  sourceIsNoAddress,
  readOnlyThatChanges,
  failedCallsAreNoActions,
  toleratesUnknownFields,
  ignoresOtherDetailTypes,
  logFilesAsTheyCome,
  oneActionPerPush,
  oneActionForRecordAndEvent,
  idempotent,
  orderIndependent,
  survivesFailedCalls,
  batchFailuresReported,
  // What is left.
  noCrashOnAnyValidEvent,
];
