import {
  DeleteParameterCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
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
};
