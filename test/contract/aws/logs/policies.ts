import {
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'vitest';
import type { Account } from '../account.ts';
import type { Promises } from '../place.ts';

const policyName = 'rules';
const policyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  ],
});

function putPolicy({ logs }: Account, document: string, name = policyName) {
  return logs.send(new PutResourcePolicyCommand({ policyName: name, policyDocument: document }));
}

/** What CloudWatch Logs promises of the policies by which other services write. */
export const POLICIES: Promises = {
  'a resource policy is put, described and deleted': async (aws) => {
    const { resourcePolicy } = await putPolicy(aws, policyDocument);
    expect(resourcePolicy).toMatchObject({ policyName, policyDocument });
    const { resourcePolicies } = await aws.logs.send(new DescribeResourcePoliciesCommand({}));
    expect(resourcePolicies).toMatchObject([{ policyName, policyDocument }]);
    const remove = () => aws.logs.send(new DeleteResourcePolicyCommand({ policyName }));
    await remove();
    expect((await aws.logs.send(new DescribeResourcePoliciesCommand({}))).resourcePolicies).toEqual([]);
    await expect(remove()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Policy with name [${policyName}] does not exist`,
    });
  },

  'a resource policy is a policy': async (aws) => {
    await expect(putPolicy(aws, 'no JSON')).rejects.toMatchObject({ name: 'InvalidParameterException' });
  },

  'an account has ten resource policies at most': async (aws) => {
    for (let n = 0; n < 10; n += 1) await putPolicy(aws, policyDocument, `policy-${n}`);
    await expect(putPolicy(aws, policyDocument, 'one-more')).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Resource limit exceeded.',
    });
    await putPolicy(aws, policyDocument, 'policy-3');
  },
};
