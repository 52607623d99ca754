import type { CloudTrailRecord } from '../record.ts';

/** A basic event selector, as PutEventSelectors takes it. */
export interface EventSelector {
  readonly ReadWriteType?: 'All' | 'ReadOnly' | 'WriteOnly';
  readonly IncludeManagementEvents?: boolean;
  readonly DataResources?: readonly { readonly Type?: string; readonly Values?: readonly string[] }[];
  readonly ExcludeManagementEventSources?: readonly string[];
}

/** One condition of an advanced event selector. All that it says has to hold. */
export interface FieldSelector {
  readonly Field: string;
  readonly Equals?: readonly string[];
  readonly StartsWith?: readonly string[];
  readonly EndsWith?: readonly string[];
  readonly NotEquals?: readonly string[];
  readonly NotStartsWith?: readonly string[];
  readonly NotEndsWith?: readonly string[];
}

/** An advanced event selector, as PutEventSelectors takes it. */
export interface AdvancedEventSelector {
  readonly Name?: string;
  readonly FieldSelectors: readonly FieldSelector[];
}

/** What a trail logs: one kind of selectors or the other. An event that any of them takes is logged. */
export interface Selectors {
  readonly basic?: readonly EventSelector[];
  readonly advanced?: readonly AdvancedEventSelector[];
}

/** What a trail logs that nobody has given selectors: all management events. */
export const ALL_MANAGEMENT_EVENTS: readonly EventSelector[] = [
  { ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [], ExcludeManagementEventSources: [] },
];

/** Whether a trail with these selectors logs a record. */
export function selects({ basic = ALL_MANAGEMENT_EVENTS, advanced }: Selectors, record: CloudTrailRecord): boolean {
  return advanced === undefined
    ? basic.some((selector) => takes(selector, record))
    : advanced.some(({ FieldSelectors }) => FieldSelectors.every((condition) => holds(condition, record)));
}

function takes(selector: EventSelector, record: CloudTrailRecord): boolean {
  const { ReadWriteType = 'All', IncludeManagementEvents = true, ExcludeManagementEventSources = [] } = selector;
  if (record.managementEvent === false) return isOfDataResource(selector, record);
  if (!IncludeManagementEvents || ExcludeManagementEventSources.includes(record.eventSource)) return false;
  return ReadWriteType === 'All' || (ReadWriteType === 'ReadOnly') === (record.readOnly === true);
}

/** Data events are logged for resources whose ARN begins with a value, of their kind. */
function isOfDataResource({ DataResources = [], ReadWriteType = 'All' }: EventSelector, record: CloudTrailRecord) {
  if (ReadWriteType !== 'All' && (ReadWriteType === 'ReadOnly') !== (record.readOnly === true)) return false;
  return DataResources.some(({ Type, Values = [] }) =>
    (record.resources ?? []).some(
      ({ type, ARN }) => type === Type && typeof ARN === 'string' && Values.some((value) => ARN.startsWith(value)),
    ),
  );
}

function holds(condition: FieldSelector, record: CloudTrailRecord): boolean {
  const { Equals, StartsWith, EndsWith, NotEquals = [], NotStartsWith = [], NotEndsWith = [] } = condition;
  const values = valuesOf(condition.Field, record);
  const some = (among: readonly string[], fits: (value: string, wanted: string) => boolean): boolean =>
    values.some((value) => among.some((wanted) => fits(value, wanted)));
  const positive = Equals !== undefined || StartsWith !== undefined || EndsWith !== undefined;
  const isMeant =
    !positive ||
    some(Equals ?? [], (value, wanted) => value === wanted) ||
    some(StartsWith ?? [], (value, wanted) => value.startsWith(wanted)) ||
    some(EndsWith ?? [], (value, wanted) => value.endsWith(wanted));
  const isExcluded =
    some(NotEquals, (value, wanted) => value === wanted) ||
    some(NotStartsWith, (value, wanted) => value.startsWith(wanted)) ||
    some(NotEndsWith, (value, wanted) => value.endsWith(wanted));
  return isMeant && !isExcluded;
}

/** What a record has for a field that advanced selectors can ask for. */
function valuesOf(field: string, record: CloudTrailRecord): readonly string[] {
  const resources = record.resources ?? [];
  const texts = (values: readonly unknown[]): readonly string[] =>
    values.filter((value): value is string => typeof value === 'string');
  switch (field) {
    case 'eventCategory':
      return [record.eventCategory ?? (record.managementEvent === false ? 'Data' : 'Management')];
    case 'readOnly':
      return [String(record.readOnly === true)];
    case 'resources.type':
      return texts(resources.map(({ type }) => type));
    case 'resources.ARN':
      return texts(resources.map(({ ARN }) => ARN));
    case 'userIdentity.arn':
      return texts([record.userIdentity['arn']]);
    case 'sessionCredentialFromConsole':
      return [record.sessionCredentialFromConsole ?? 'false'];
    case 'eventSource':
    case 'eventName':
    case 'eventType':
      return [record[field]];
    default:
      return [];
  }
}
