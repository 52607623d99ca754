import type { BusEvent } from '../../eventbridge/event.ts';
import type { Contract } from '../contract.ts';
import { type Change, stumbles } from '../peculiar.ts';

/** What a call is asked and answered, in as many words as any of ECR's has. */
const REQUEST = {
  repositoryName: 'web',
  imageTag: '1.4.2',
  registryId: '123456789012',
  imageIds: [{ imageTag: '1.4.2' }],
};
const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ANSWER = {
  registryId: '123456789012',
  repositoryName: 'web',
  repository: {
    repositoryArn: 'arn:aws:ecr:us-east-1:123456789012:repository/web',
    registryId: '123456789012',
    repositoryName: 'web',
    repositoryUri: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web',
  },
  image: { registryId: '123456789012', repositoryName: 'web', imageId: { imageDigest: DIGEST, imageTag: '1.4.2' } },
  imageIds: [{ imageDigest: DIGEST, imageTag: '1.4.2' }],
  failures: [],
};

/** Records of calls that failed or were denied have null where others have objects. */
export const nullElements: Contract = {
  name: 'null-elements',
  means: 'A record is handled whose `requestParameters` or `responseElements` is null.',
  incident:
    'An audit of new repositories read the name of each from the request. Of the first that somebody was not allowed to make there was none on record, and the audit died of what it was there to find.',
  source:
    'Class 10. In real records `responseElements` is null where a call failed or only reads, `requestParameters` too where it was denied, both in service events.',
  example: 'a CreateRepository that was denied: `"requestParameters": null`',
  mend: 'Read with `?.`: `detail.requestParameters?.repositoryName`; and look at `errorCode` first.',
  isOfEach: true,
  check: (trial) =>
    stumbles(trial, {
      situations: [
        'create-denied',
        'create-again',
        'push-denied',
        'push-refused',
        'expire',
        'pull',
        'push-unchanged',
        'pull-through-cache',
      ],
      plain: filled,
    }),
};

function filled({ detail }: BusEvent): readonly Change[] {
  const isRecord = 'eventName' in detail;
  const set = {
    ...(isRecord && (detail['requestParameters'] ?? null) === null && { 'detail.requestParameters': REQUEST }),
    ...(isRecord && (detail['responseElements'] ?? null) === null && { 'detail.responseElements': ANSWER }),
  };
  return Object.keys(set).length === 0 ? [] : [{ set }];
}
