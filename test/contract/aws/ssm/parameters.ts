import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  LabelParameterVersionCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
} from '@aws-sdk/client-ssm';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

function putParameter({ ssm }: Account, change: object = {}) {
  return ssm.send(new PutParameterCommand({ Name: '/web/tag', Value: '1.4.2', Type: 'String', ...change }));
}

/** What Parameter Store promises. */
export const PARAMETERS: Promises = {
  'a parameter is put, read and replaced': async (aws) => {
    expect(await putParameter(aws)).toMatchObject({ Version: 1, Tier: 'Standard' });
    expect(await putParameter(aws, { Value: '1.4.3', Overwrite: true })).toMatchObject({ Version: 2 });
    const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name: '/web/tag' }));
    expect(Parameter).toMatchObject({
      Name: '/web/tag',
      Value: '1.4.3',
      Type: 'String',
      Version: 2,
      ARN: aws.arn('ssm', 'parameter/web/tag'),
      DataType: 'text',
    });
  },

  'a parameter is replaced only when that is asked for': async (aws) => {
    await putParameter(aws);
    await expect(putParameter(aws)).rejects.toMatchObject({
      name: 'ParameterAlreadyExists',
      message:
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    });
  },

  'parameters are read by their names and by their path': async (aws) => {
    await putParameter(aws);
    await putParameter(aws, { Name: '/web/deep/er', Value: 'x' });
    const byName = await aws.ssm.send(new GetParametersCommand({ Names: ['/web/tag', '/nothing'] }));
    expect(byName.Parameters?.map(({ Name }) => Name)).toEqual(['/web/tag']);
    expect(byName.InvalidParameters).toEqual(['/nothing']);
    const names = async (Recursive: boolean) =>
      (await aws.ssm.send(new GetParametersByPathCommand({ Path: '/web', Recursive }))).Parameters?.map(
        ({ Name }) => Name!,
      );
    expect(await names(false)).toEqual(['/web/tag']);
    expect((await names(true))?.toSorted()).toEqual(['/web/deep/er', '/web/tag']);
  },

  'a parameter that is not there is refused by that name': async (aws) => {
    await putParameter(aws);
    await aws.ssm.send(new DeleteParameterCommand({ Name: '/web/tag' }));
    for (const Command of [GetParameterCommand, DeleteParameterCommand] as (typeof GetParameterCommand)[]) {
      await expect(aws.ssm.send(new Command({ Name: '/web/tag' }))).rejects.toMatchObject({
        name: 'ParameterNotFound',
      });
    }
  },

  'parameters are deleted together': async (aws) => {
    await putParameter(aws);
    expect(await aws.ssm.send(new DeleteParametersCommand({ Names: ['/web/tag', '/nothing'] }))).toMatchObject({
      DeletedParameters: ['/web/tag'],
      InvalidParameters: ['/nothing'],
    });
    await expect(aws.ssm.send(new GetParameterCommand({ Name: '/web/tag' }))).rejects.toMatchObject({
      name: 'ParameterNotFound',
    });
  },

  'parameters are described without what they hold': async (aws) => {
    await putParameter(aws, { Description: 'the tag that runs' });
    await putParameter(aws, { Name: '/api/tag' });
    const { Parameters } = await aws.ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'BeginsWith', Values: ['/web'] }] }),
    );
    expect(Parameters).toMatchObject([
      { Name: '/web/tag', Type: 'String', Version: 1, Tier: 'Standard', Description: 'the tag that runs' },
    ]);
    expect(Parameters?.[0]).not.toHaveProperty('Value');
  },

  'a parameter remembers what it was, under the labels it was given': async (aws) => {
    await putParameter(aws);
    await putParameter(aws, { Value: '1.4.3', Overwrite: true });
    expect(
      await aws.ssm.send(
        new LabelParameterVersionCommand({
          Name: '/web/tag',
          ParameterVersion: 1,
          Labels: ['stable', 'aws-reserved'],
        }),
      ),
    ).toMatchObject({ ParameterVersion: 1, InvalidLabels: ['aws-reserved'] });
    const { Parameters } = await aws.ssm.send(new GetParameterHistoryCommand({ Name: '/web/tag' }));
    expect(Parameters?.map(({ Version, Value, Labels }) => [Version, Value, Labels])).toEqual([
      [1, '1.4.2', ['stable']],
      [2, '1.4.3', []],
    ]);
    const value = async (Name: string) => (await aws.ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
    expect([await value('/web/tag:stable'), await value('/web/tag:1')]).toEqual(['1.4.2', '1.4.2']);
  },

  'a secret is shown only to those who ask for it': async (aws) => {
    await putParameter(aws, { Type: 'SecureString', Value: 'hush' });
    const value = async (WithDecryption: boolean) =>
      (await aws.ssm.send(new GetParameterCommand({ Name: '/web/tag', WithDecryption }))).Parameter?.Value;
    expect(await value(true)).toBe('hush');
    expect(await value(false)).not.toContain('hush');
  },

  'a parameter is tagged': async (aws) => {
    await putParameter(aws);
    const resource = { ResourceType: 'Parameter', ResourceId: '/web/tag' } as const;
    const tags = async () => (await aws.ssm.send(new ListTagsForResourceCommand(resource))).TagList;
    await aws.ssm.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'team', Value: 'web' }] }));
    expect(await tags()).toEqual([{ Key: 'team', Value: 'web' }]);
    await aws.ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['team'] }));
    expect(await tags()).toEqual([]);
    await expect(
      aws.ssm.send(new ListTagsForResourceCommand({ ...resource, ResourceId: '/nothing' })),
    ).rejects.toMatchObject({ name: 'InvalidResourceId' });
  },
};
