import { Fault } from '../../wire/fault.ts';
import type { Operation } from '../service.ts';
import { invalid } from './faults.ts';
import { entries, texts } from './read.ts';

const ATTRIBUTES = new Set([
  'DefaultSenderID',
  'DefaultSMSType',
  'DeliveryStatusIAMRole',
  'DeliveryStatusSuccessSamplingRate',
  'MonthlySpendLimit',
  'UsageReportS3Bucket',
]);

/** The operations on text messages as such: nobody can opt out of what reaches nobody, and no number has to be verified. */
export function textMessageOperations(): Readonly<Record<string, Operation>> {
  const attributes: Record<string, string> = { MonthlySpendLimit: '1' };
  return {
    GetSMSAttributes: (input) => {
      const names = texts(input['attributes']);
      const wanted = Object.entries(attributes).filter(([name]) => names.length === 0 || names.includes(name));
      return { attributes: Object.fromEntries(wanted) };
    },
    SetSMSAttributes: (input) => {
      const given = entries(input['attributes']);
      const unknown = Object.keys(given).find((name) => !ATTRIBUTES.has(name));
      if (unknown !== undefined) throw new Fault('InvalidParameter', `${unknown} is not a valid attribute`);
      const { DefaultSMSType: kind } = given;
      if (kind !== undefined && kind !== 'Promotional' && kind !== 'Transactional') {
        throw new Fault('InvalidParameter', 'DefaultSMSType is invalid');
      }
      Object.assign(attributes, given);
    },
    CheckIfPhoneNumberIsOptedOut: (input) => {
      checkNumber(input['phoneNumber']);
      return { isOptedOut: false };
    },
    OptInPhoneNumber: (input) => {
      checkNumber(input['phoneNumber']);
    },
    ListPhoneNumbersOptedOut: () => ({ phoneNumbers: [] }),
    GetSMSSandboxAccountStatus: () => ({ IsInSandbox: false }),
    ListSMSSandboxPhoneNumbers: () => ({ PhoneNumbers: [] }),
    ListOriginationNumbers: () => ({ PhoneNumbers: [] }),
  };
}

function checkNumber(number: unknown): void {
  if (typeof number !== 'string' || !/^\+?[1-9]\d{1,14}$/.test(number)) {
    throw invalid('PhoneNumber Reason: input incorrectly formatted');
  }
}
