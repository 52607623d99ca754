import {
  type AdvancedEventSelector,
  ALL_MANAGEMENT_EVENTS,
  type EventSelector,
} from '../../cloudtrail/delivery/selectors.ts';
import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import { findTrail } from './trail-operations.ts';
import type { TrailState } from './trail-state.ts';
import type { Trails } from './trails.ts';

const FIELDS = new Set([
  'eventCategory',
  'readOnly',
  'eventSource',
  'eventName',
  'eventType',
  'resources.type',
  'resources.ARN',
  'userIdentity.arn',
  'sessionCredentialFromConsole',
]);

/** Services whose management events a basic selector may leave out. */
const EXCLUDABLE = new Set(['kms.amazonaws.com', 'rdsdata.amazonaws.com']);

/** The operations that say which events a trail logs. */
export function selectorOperations(trails: Trails): Readonly<Record<string, Operation>> {
  return {
    PutEventSelectors: (input) => {
      const state = findTrail(trails, input['TrailName']);
      const basic = input['EventSelectors'] as readonly EventSelector[] | undefined;
      const advanced = input['AdvancedEventSelectors'] as readonly AdvancedEventSelector[] | undefined;
      if ((basic === undefined) === (advanced === undefined)) {
        throw invalid('You must specify either event selectors or advanced event selectors, and not both.');
      }
      if (basic !== undefined) checkBasic(basic);
      if (advanced !== undefined) checkAdvanced(advanced);
      const selectors = advanced === undefined ? { basic: basic!.map(withDefaults) } : { advanced };
      trails.update(state, { ...state.trail, selectors });
      return selected(state);
    },
    GetEventSelectors: (input) => selected(findTrail(trails, input['TrailName'])),
  };
}

function selected({ trail: { arn, selectors } }: TrailState): object {
  const { basic = ALL_MANAGEMENT_EVENTS, advanced } = selectors;
  return {
    TrailARN: arn,
    ...(advanced === undefined ? { EventSelectors: basic } : { AdvancedEventSelectors: advanced }),
  };
}

function withDefaults(selector: EventSelector): EventSelector {
  return { ...ALL_MANAGEMENT_EVENTS[0], ...selector };
}

function checkBasic(selectors: readonly EventSelector[]): void {
  if (selectors.length === 0 || selectors.length > 5)
    throw invalid('Number of event selectors must be between 1 and 5.');
  for (const { ReadWriteType = 'All', ExcludeManagementEventSources = [] } of selectors) {
    if (!['All', 'ReadOnly', 'WriteOnly'].includes(ReadWriteType)) throw invalid('Value for ReadWriteType is invalid.');
    for (const source of ExcludeManagementEventSources) {
      if (!EXCLUDABLE.has(source)) throw invalid(`${source} cannot be excluded from management events.`);
    }
  }
}

function checkAdvanced(selectors: readonly AdvancedEventSelector[]): void {
  for (const { FieldSelectors = [] } of selectors) {
    const category = FieldSelectors.find(({ Field }) => Field === 'eventCategory');
    if (category?.Equals?.length !== 1) {
      throw invalid('Advanced event selectors must have one eventCategory field with Equals and one value.');
    }
    for (const { Field, ...operators } of FieldSelectors) {
      if (!FIELDS.has(Field)) throw invalid(`${Field} is not a field of advanced event selectors.`);
      if (Object.values(operators).every((values) => values === undefined || values.length === 0)) {
        throw invalid(`The field ${Field} has no operator with a value.`);
      }
    }
  }
}

function invalid(words: string): Fault {
  return new Fault('InvalidEventSelectorsException', words);
}
