import type { AdvancedEventSelectorSpec, EventSelectorSpec, TrailSpec } from '../bus/resource/resources.ts';
import { type ChecksOf, list, name, oneOf, optional, shape, text, truth } from './config-checks.ts';

const eventSelector = shape({
  readWriteType: optional(oneOf('All', 'ReadOnly', 'WriteOnly')),
  includeManagementEvents: optional(truth),
  excludeManagementEventSources: optional(list(name)),
} satisfies ChecksOf<EventSelectorSpec>);

const fieldSelector = shape({
  field: name,
  equals: optional(list(text)),
  startsWith: optional(list(text)),
  endsWith: optional(list(text)),
  notEquals: optional(list(text)),
  notStartsWith: optional(list(text)),
  notEndsWith: optional(list(text)),
} satisfies ChecksOf<AdvancedEventSelectorSpec['fieldSelectors'][number]>);

/** What a trail of CloudTrail has to be. */
export const trail = shape({
  bucket: name,
  keyPrefix: optional(name),
  topic: optional(name),
  logGroup: optional(name),
  kmsKeyId: optional(name),
  includeGlobalServiceEvents: optional(truth),
  isMultiRegionTrail: optional(truth),
  isOrganizationTrail: optional(truth),
  enableLogFileValidation: optional(truth),
  eventSelectors: optional(list(eventSelector)),
  advancedEventSelectors: optional(
    list(
      shape({
        name: optional(text),
        fieldSelectors: list(fieldSelector),
      } satisfies ChecksOf<AdvancedEventSelectorSpec>),
    ),
  ),
} satisfies ChecksOf<TrailSpec>);
