import type { Trail } from '../../cloudtrail/delivery/trail.ts';
import { Fault } from '../../wire/fault.ts';
import { parseArn } from '../arn.ts';
import { partitionOf } from '../partition.ts';
import type { Input, Operation } from '../service.ts';
import { descriptionOf, settingsOf, statusOf } from './describe.ts';
import { checkDestinations } from './destinations.ts';
import { checkTrailName, trailNotFound } from './faults.ts';
import type { TrailState } from './trail-state.ts';
import type { Trails } from './trails.ts';

/** The one organization that there is: the documents call theirs so. */
const ORGANIZATION = 'o-exampleorgid';
/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html: in a Region. */
const MOST_TRAILS = 5;

/** Finds a trail by its name or ARN. Throws `TrailNotFoundException`. */
export function findTrail(trails: Trails, nameOrArn: unknown): TrailState {
  const text = typeof nameOrArn === 'string' ? nameOrArn : '';
  const found = trails.all().find(({ trail }) => trail.name === text || trail.arn === text);
  if (found !== undefined) return found;
  if (!text.startsWith('arn:')) checkTrailName(text);
  throw trailNotFound(text, trails.scene.account);
}

/** The operations on trails themselves. */
export function trailOperations(trails: Trails): Readonly<Record<string, Operation>> {
  const { account, region } = trails.scene;
  const find = (input: Input): TrailState => findTrail(trails, input['Name']);

  return {
    CreateTrail: (input) => {
      const name = text(input, 'Name') ?? '';
      checkTrailName(name);
      if (trails.all().some(({ trail }) => trail.name === name)) {
        throw new Fault('TrailAlreadyExistsException', `Trail ${name} already exists for customer: ${account}`);
      }
      if (trails.all().length >= MOST_TRAILS) {
        throw new Fault(
          'MaximumNumberOfTrailsExceededException',
          `User: ${account} already has ${MOST_TRAILS} trails in ${region}.`,
          403,
        );
      }
      const trail = changed(
        {
          name,
          arn: `arn:${partitionOf(region)}:cloudtrail:${region}:${account}:trail/${name}`,
          account,
          homeRegion: region,
          bucket: '',
          includesGlobalServices: true,
          isMultiRegion: false,
          validates: false,
          selectors: {},
        },
        input,
      );
      checkDestinations(trail, trails);
      const state = trails.add(trail);
      for (const { Key, Value = '' } of tagsOf(input)) state.tags.set(Key, Value);
      return settingsOf(trail);
    },
    UpdateTrail: (input) => {
      const state = find(input);
      const trail = changed(state.trail, input);
      checkDestinations(trail, trails);
      trails.update(state, trail);
      return settingsOf(trail);
    },
    DeleteTrail: (input) => trails.remove(find(input)),
    GetTrail: (input) => ({ Trail: descriptionOf(find(input)) }),
    DescribeTrails: (input) => {
      const names = input['trailNameList'] as readonly string[] | undefined;
      const isAsked = ({ trail: { name, arn } }: TrailState): boolean =>
        names === undefined || names.length === 0 || names.includes(name) || names.includes(arn);
      return { trailList: trails.all().filter(isAsked).map(descriptionOf) };
    },
    ListTrails: () => ({
      Trails: trails
        .all()
        .map(({ trail }) => ({ TrailARN: trail.arn, Name: trail.name, HomeRegion: trail.homeRegion })),
    }),
    GetTrailStatus: (input) => statusOf(find(input)),
    StartLogging: (input) => trails.start(find(input)),
    StopLogging: (input) => trails.stop(find(input)),
    AddTags: (input) => {
      const { tags } = findTrail(trails, input['ResourceId']);
      for (const { Key, Value = '' } of tagsOf(input)) tags.set(Key, Value);
    },
    RemoveTags: (input) => {
      const { tags } = findTrail(trails, input['ResourceId']);
      for (const { Key } of tagsOf(input)) tags.delete(Key);
    },
    ListTags: (input) => ({
      ResourceTagList: ((input['ResourceIdList'] ?? []) as readonly string[]).map((ResourceId) => ({
        ResourceId,
        TagsList: [...findTrail(trails, ResourceId).tags].map(([Key, Value]) => ({ Key, Value })),
      })),
    }),
  };

  /** A trail as a request changes it. What the request leaves out stays; an empty text takes a destination away. */
  function changed(trail: Trail, input: Input): Trail {
    const { bucket, prefix, topicArn, logGroupArn, logRoleArn, kmsKeyId, organization, ...rest } = trail;
    const topic = text(input, 'SnsTopicName') ?? topicArn;
    const isOfOrganization = truth(input, 'IsOrganizationTrail') ?? organization !== undefined;
    const next: Trail = {
      ...rest,
      bucket: text(input, 'S3BucketName') ?? bucket,
      ...given('prefix', (text(input, 'S3KeyPrefix') ?? prefix)?.replace(/\/$/, '')),
      ...given('topicArn', topic === '' || topic === undefined ? undefined : topicArnOf(topic)),
      ...given('logGroupArn', text(input, 'CloudWatchLogsLogGroupArn') ?? logGroupArn),
      ...given('logRoleArn', text(input, 'CloudWatchLogsRoleArn') ?? logRoleArn),
      ...given('kmsKeyId', text(input, 'KmsKeyId') ?? kmsKeyId),
      ...(isOfOrganization && { organization: organization ?? ORGANIZATION }),
      includesGlobalServices: truth(input, 'IncludeGlobalServiceEvents') ?? trail.includesGlobalServices,
      isMultiRegion: truth(input, 'IsMultiRegionTrail') ?? trail.isMultiRegion,
      validates: truth(input, 'EnableLogFileValidation') ?? trail.validates,
    };
    if (next.isMultiRegion && !next.includesGlobalServices) {
      throw new Fault('InvalidParameterCombinationException', 'Multi-Region trail must include global service events.');
    }
    return next;
  }

  function topicArnOf(name: string): string {
    const arn = name.startsWith('arn:') ? name : `arn:${partitionOf(region)}:sns:${region}:${account}:${name}`;
    if (!/^[\w-]{1,256}$/.test(parseArn(arn)?.resource ?? '')) {
      throw new Fault('InvalidSnsTopicNameException', 'SNS Topic name is invalid!');
    }
    return arn;
  }
}

function given<Name extends keyof Trail>(name: Name, value: string | undefined): Partial<Pick<Trail, Name>> {
  return value === undefined || value === '' ? {} : ({ [name]: value } as unknown as Pick<Trail, Name>);
}

function text(input: Input, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' ? value : undefined;
}

function truth(input: Input, name: string): boolean | undefined {
  const value = input[name];
  return typeof value === 'boolean' ? value : undefined;
}

function tagsOf({ TagsList = [] }: Input): readonly { readonly Key: string; readonly Value?: string }[] {
  return TagsList as readonly { readonly Key: string; readonly Value?: string }[];
}
