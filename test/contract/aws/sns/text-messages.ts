import {
  CheckIfPhoneNumberIsOptedOutCommand,
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListOriginationNumbersCommand,
  ListPhoneNumbersOptedOutCommand,
  ListSMSSandboxPhoneNumbersCommand,
  OptInPhoneNumberCommand,
  PublishCommand,
  SetSMSAttributesCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Promises } from '../place.ts';

const NUMBER = '+15555550100';

/** What SNS promises of text messages. */
export const TEXT_MESSAGES: Promises = {
  'a text message is sent to a number': async ({ sns }) => {
    const { MessageId } = await sns.send(new PublishCommand({ PhoneNumber: NUMBER, Message: 'pushed' }));
    expect(MessageId).toMatch(/^[\da-f-]{36}$/);
  },

  'how text messages are sent is set, and told': async ({ sns }) => {
    await sns.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: 'Transactional' } }));
    const { attributes } = await sns.send(new GetSMSAttributesCommand({ attributes: ['DefaultSMSType'] }));
    expect(attributes).toEqual({ DefaultSMSType: 'Transactional' });
    await expect(
      sns.send(new SetSMSAttributesCommand({ attributes: { DefaultSMSType: 'Urgent' } })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
  },

  'who has not opted out is sent messages': async ({ sns }) => {
    expect(await sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber: NUMBER }))).toMatchObject({
      isOptedOut: false,
    });
    expect((await sns.send(new ListPhoneNumbersOptedOutCommand({}))).phoneNumbers).toEqual([]);
  },

  'what is no number cannot opt in': async ({ sns }) => {
    await expect(sns.send(new OptInPhoneNumberCommand({ phoneNumber: 'nobody' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: PhoneNumber Reason: input incorrectly formatted',
    });
  },

  'an account out of the sandbox has no numbers to verify, and none of its own': async ({ sns }) => {
    expect(await sns.send(new GetSMSSandboxAccountStatusCommand({}))).toMatchObject({ IsInSandbox: false });
    expect((await sns.send(new ListSMSSandboxPhoneNumbersCommand({}))).PhoneNumbers).toEqual([]);
    expect((await sns.send(new ListOriginationNumbersCommand({}))).PhoneNumbers).toEqual([]);
  },
};
