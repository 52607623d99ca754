import { Fault } from '../../../wire/fault.ts';
import type { Operation } from '../../service.ts';
import { missing } from '../refusal.ts';
import { typed } from './typed.ts';

interface Named {
  readonly Name: string;
}

/** The operations on the event sources of partners. There are none here, and nobody is a partner. */
export function partnerOperations(): Readonly<Record<string, Operation>> {
  const unknown = typed<Named>(({ Name }) => {
    throw missing(`Event source ${Name} does not exist.`);
  });
  const disabled = (): never => {
    throw new Fault('OperationDisabledException', 'The operation you are attempting is not available in this region.');
  };
  return {
    ListEventSources: () => ({ EventSources: [] }),
    DescribeEventSource: unknown,
    ActivateEventSource: unknown,
    DeactivateEventSource: unknown,
    ListPartnerEventSources: () => ({ PartnerEventSources: [] }),
    ListPartnerEventSourceAccounts: () => ({ PartnerEventSourceAccounts: [] }),
    DescribePartnerEventSource: unknown,
    CreatePartnerEventSource: disabled,
    DeletePartnerEventSource: disabled,
    PutPartnerEvents: disabled,
  };
}
