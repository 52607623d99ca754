import {
  CheckIfPhoneNumberIsOptedOutCommand,
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  EndpointDisabledException,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  GetSMSAttributesCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListPlatformApplicationsCommand,
  NotFoundException,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SetSMSAttributesCommand,
} from '@aws-sdk/client-sns';
import { expect, test } from 'vitest';
import { account } from './clients.ts';

const APPLICATION = 'arn:aws:sns:us-east-2:123456789012:app/GCM/deployer';

test('a device can be registered, pushed to, switched off and forgotten', async () => {
  const { sns, estate } = account();
  await sns.send(
    new CreatePlatformApplicationCommand({
      Name: 'deployer',
      Platform: 'GCM',
      Attributes: { PlatformPrincipal: 'p', PlatformCredential: 'c' },
    }),
  );
  const register = (CustomUserData?: string) =>
    sns.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn: APPLICATION, Token: 't', CustomUserData }));
  const { EndpointArn } = await register();
  expect((await register()).EndpointArn).toBe(EndpointArn);
  await expect(register('other')).rejects.toThrow(
    `Invalid parameter: Token Reason: Endpoint ${EndpointArn} already exists with the same Token, but different attributes.`,
  );
  const { Endpoints } = await sns.send(
    new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn: APPLICATION }),
  );
  expect(Endpoints).toEqual([{ EndpointArn, Attributes: { Enabled: 'true', Token: 't' } }]);

  const push = new PublishCommand({
    TargetArn: EndpointArn,
    Message: '{"default":"for all","GCM":"for this"}',
    MessageStructure: 'json',
  });
  await sns.send(push);
  expect(estate.topics.letters).toMatchObject([
    { protocol: 'application', endpoint: EndpointArn, message: 'for this' },
  ]);
  await sns.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Enabled: 'false' } }));
  await expect(sns.send(push)).rejects.toBeInstanceOf(EndpointDisabledException);
  await sns.send(new DeleteEndpointCommand({ EndpointArn }));
  await expect(sns.send(push)).rejects.toThrow(/No endpoint found for the target arn specified$/);
  await expect(sns.send(new GetEndpointAttributesCommand({ EndpointArn }))).rejects.toBeInstanceOf(NotFoundException);
});

test('an application keeps its attributes, its secrets excepted', async () => {
  const { sns } = account();
  const create = (Attributes: Record<string, string>, Platform = 'GCM') =>
    sns.send(new CreatePlatformApplicationCommand({ Name: 'deployer', Platform, Attributes }));
  await expect(create({}, 'PIGEON')).rejects.toThrow('Invalid parameter: Platform Reason: PIGEON is not supported');
  await expect(create({ PlatformCredential: 'c' })).rejects.toThrow(/provided without PlatformPrincipal$/);
  await create({ PlatformPrincipal: 'p', PlatformCredential: 'c' });
  await sns.send(
    new SetPlatformApplicationAttributesCommand({
      PlatformApplicationArn: APPLICATION,
      Attributes: { EventEndpointCreated: 'x', PlatformPrincipal: 'p' },
    }),
  );
  const Attributes = { Enabled: 'true', EventEndpointCreated: 'x' };
  const read = new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn: APPLICATION });
  expect((await sns.send(read)).Attributes).toEqual(Attributes);
  expect((await sns.send(new ListPlatformApplicationsCommand({}))).PlatformApplications).toEqual([
    { PlatformApplicationArn: APPLICATION, Attributes },
  ]);
  await sns.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn: APPLICATION }));
  await expect(sns.send(read)).rejects.toThrow('PlatformApplication does not exist');
});

test('how text messages are sent can be set, and nobody has opted out of them', async () => {
  const { sns } = account();
  const set = (attributes: Record<string, string>) => sns.send(new SetSMSAttributesCommand({ attributes }));
  await set({ DefaultSMSType: 'Transactional' });
  expect((await sns.send(new GetSMSAttributesCommand({}))).attributes).toEqual({
    MonthlySpendLimit: '1',
    DefaultSMSType: 'Transactional',
  });
  await expect(set({ DefaultSMSType: 'Loud' })).rejects.toThrow('DefaultSMSType is invalid');
  await expect(set({ Colour: 'red' })).rejects.toThrow('Colour is not a valid attribute');
  const check = (phoneNumber: string) => sns.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }));
  expect((await check('+15555550100')).isOptedOut).toBe(false);
  await expect(check('home')).rejects.toThrow('Invalid parameter: PhoneNumber Reason: input incorrectly formatted');
});
