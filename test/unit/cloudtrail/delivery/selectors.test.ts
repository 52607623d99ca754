import { expect, test } from 'vitest';
import { type FieldSelector, type Selectors, selects } from '../../../../src/cloudtrail/delivery/selectors.ts';
import { logs, type Trail } from '../../../../src/cloudtrail/delivery/trail.ts';
import type { CloudTrailRecord } from '../../../../src/cloudtrail/record.ts';
import { recordAt } from '../../embedded/cloudtrail/account.ts';

const WRITE = recordAt(0);
const READ = recordAt(0, { eventName: 'BatchGetImage', readOnly: true });
const KMS = recordAt(0, { eventName: 'Decrypt', eventSource: 'kms.amazonaws.com', readOnly: true });
const DATA = recordAt(0, {
  eventName: 'GetObject',
  eventSource: 's3.amazonaws.com',
  readOnly: true,
  managementEvent: false,
  eventCategory: 'Data' as 'Management',
  resources: [{ type: 'AWS::S3::Object', ARN: 'arn:aws:s3:::logs/a' }],
});

const named = (selectors: Selectors): readonly string[] =>
  [WRITE, READ, KMS, DATA].filter((record) => selects(selectors, record)).map(({ eventName }) => eventName);

const advanced = (...FieldSelectors: FieldSelector[]): Selectors => ({ advanced: [{ FieldSelectors }] });
const MANAGEMENT: FieldSelector = { Field: 'eventCategory', Equals: ['Management'] };

test.for<[string, Selectors, readonly string[]]>([
  ['no selectors', {}, ['PutImage', 'BatchGetImage', 'Decrypt']],
  ['reads', { basic: [{ ReadWriteType: 'ReadOnly' }] }, ['BatchGetImage', 'Decrypt']],
  ['writes', { basic: [{ ReadWriteType: 'WriteOnly' }] }, ['PutImage']],
  ['all but KMS', { basic: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }, ['PutImage', 'BatchGetImage']],
  [
    'objects of a bucket alone',
    {
      basic: [
        {
          IncludeManagementEvents: false,
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::logs/'] }],
        },
      ],
    },
    ['GetObject'],
  ],
  [
    'objects of another',
    { basic: [{ DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::x/'] }] }] },
    ['PutImage', 'BatchGetImage', 'Decrypt'],
  ],
  ['management events, advanced', advanced(MANAGEMENT), ['PutImage', 'BatchGetImage', 'Decrypt']],
  [
    'a field that begins with one of two texts',
    advanced(MANAGEMENT, { Field: 'eventName', StartsWith: ['Put', 'Dec'] }),
    ['PutImage', 'Decrypt'],
  ],
  [
    'a field that ends so',
    advanced(MANAGEMENT, { Field: 'eventName', EndsWith: ['Image'] }),
    ['PutImage', 'BatchGetImage'],
  ],
  [
    'a field that does not',
    advanced(MANAGEMENT, { Field: 'eventName', EndsWith: ['Image'], NotStartsWith: ['Batch'] }),
    ['PutImage'],
  ],
  [
    'fields that must all hold',
    advanced(
      MANAGEMENT,
      { Field: 'readOnly', Equals: ['true'] },
      { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
    ),
    ['BatchGetImage'],
  ],
  [
    'data events, by their resources',
    advanced(
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::logs/'] },
    ),
    ['GetObject'],
  ],
  ['who asks', advanced(MANAGEMENT, { Field: 'userIdentity.arn', NotEndsWith: ['/github-actions'] }), []],
])('a trail with selectors of %s logs what they select', ([, selectors, wanted]) => {
  expect(named(selectors)).toEqual(wanted);
});

const TRAIL: Trail = {
  name: 'audit',
  arn: '',
  account: '123456789012',
  homeRegion: 'us-east-2',
  bucket: '',
  includesGlobalServices: true,
  isMultiRegion: false,
  validates: false,
  selectors: {},
};
const IAM = { eventSource: 'iam.amazonaws.com', awsRegion: 'us-east-1' };

test.for<[string, Partial<Trail>, Partial<CloudTrailRecord>, boolean]>([
  ['its own Region', {}, {}, true],
  ['another Region', {}, { awsRegion: 'eu-west-1' }, false],
  ['another Region, of all', { isMultiRegion: true }, { awsRegion: 'eu-west-1' }, true],
  ['another account', {}, { recipientAccountId: '444455556666' }, false],
  [
    'another account of its organization',
    { organization: 'o-exampleorgid' },
    { recipientAccountId: '444455556666' },
    true,
  ],
  ['IAM, from elsewhere', {}, IAM, false],
  ['IAM, from where IAM is', { homeRegion: 'us-east-1' }, IAM, true],
  ['IAM, which it leaves out', { homeRegion: 'us-east-1', includesGlobalServices: false }, IAM, false],
])('a trail knows whether a record is its own: %s', ([, trail, record, wanted]) => {
  expect(logs({ ...TRAIL, ...trail }, recordAt(0, record))).toBe(wanted);
});
