import {
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  DeleteEndpointCommand,
  DeletePlatformApplicationCommand,
  GetEndpointAttributesCommand,
  GetPlatformApplicationAttributesCommand,
  ListEndpointsByPlatformApplicationCommand,
  ListPlatformApplicationsCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SetPlatformApplicationAttributesCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

/** Makes an application for telephones, and gives its ARN. */
async function makeApplication({ sns }: Account): Promise<string> {
  const { PlatformApplicationArn } = await sns.send(
    new CreatePlatformApplicationCommand({
      Name: 'pager',
      Platform: 'GCM',
      Attributes: { PlatformPrincipal: 'principal', PlatformCredential: 'credential' },
    }),
  );
  return PlatformApplicationArn!;
}

async function makeEndpoint({ sns }: Account, application: string): Promise<string> {
  const { EndpointArn } = await sns.send(
    new CreatePlatformEndpointCommand({
      PlatformApplicationArn: application,
      Token: 'device',
      CustomUserData: 'on call',
    }),
  );
  return EndpointArn!;
}

/** What SNS promises of applications for telephones, and of the devices they run on. */
export const PLATFORMS: Promises = {
  'an application is made, described, listed and deleted': async (aws) => {
    const arn = await makeApplication(aws);
    expect(arn).toBe(aws.arn('sns', 'app/GCM/pager'));
    const attributes = async () =>
      (await aws.sns.send(new GetPlatformApplicationAttributesCommand({ PlatformApplicationArn: arn }))).Attributes;
    // Its credentials are never told again.
    expect(await attributes()).toEqual({ Enabled: 'true' });
    await aws.sns.send(
      new SetPlatformApplicationAttributesCommand({
        PlatformApplicationArn: arn,
        Attributes: { SuccessFeedbackSampleRate: '50' },
      }),
    );
    expect(await attributes()).toMatchObject({ SuccessFeedbackSampleRate: '50' });
    const list = async () =>
      (await aws.sns.send(new ListPlatformApplicationsCommand({}))).PlatformApplications?.map(
        ({ PlatformApplicationArn }) => PlatformApplicationArn,
      );
    expect(await list()).toEqual([arn]);
    await aws.sns.send(new DeletePlatformApplicationCommand({ PlatformApplicationArn: arn }));
    expect(await list()).toEqual([]);
    await expect(attributes()).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'PlatformApplication does not exist',
    });
  },

  'a device is registered once, listed and deleted': async (aws) => {
    const application = await makeApplication(aws);
    const EndpointArn = await makeEndpoint(aws, application);
    expect(EndpointArn).toMatch(new RegExp(`^${aws.arn('sns', 'endpoint/GCM/pager/')}[\\da-f-]{36}$`));
    expect(await makeEndpoint(aws, application)).toBe(EndpointArn);
    const list = async () =>
      (await aws.sns.send(new ListEndpointsByPlatformApplicationCommand({ PlatformApplicationArn: application })))
        .Endpoints;
    expect(await list()).toEqual([
      { EndpointArn, Attributes: { Enabled: 'true', Token: 'device', CustomUserData: 'on call' } },
    ]);
    await aws.sns.send(new DeleteEndpointCommand({ EndpointArn }));
    expect(await list()).toEqual([]);
  },

  'a device that is disabled is sent nothing': async (aws) => {
    const EndpointArn = await makeEndpoint(aws, await makeApplication(aws));
    const publish = () => aws.sns.send(new PublishCommand({ TargetArn: EndpointArn, Message: 'pushed' }));
    expect((await publish()).MessageId).toMatch(/./);
    await aws.sns.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Enabled: 'false' } }));
    const { Attributes } = await aws.sns.send(new GetEndpointAttributesCommand({ EndpointArn }));
    expect(Attributes).toMatchObject({ Enabled: 'false', Token: 'device' });
    await expect(publish()).rejects.toMatchObject({
      name: 'EndpointDisabledException',
      message: 'Endpoint is disabled',
    });
  },

  'a device that was never registered is not there': async (aws) => {
    const EndpointArn = aws.arn('sns', 'endpoint/GCM/pager/11111111-2222-3333-4444-555555555555');
    await expect(aws.sns.send(new GetEndpointAttributesCommand({ EndpointArn }))).rejects.toMatchObject({
      name: 'NotFoundException',
      message: 'Endpoint does not exist',
    });
  },
};
