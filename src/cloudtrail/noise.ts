import type { Instant } from '../clock.ts';
import type { RecordEmission } from '../eventbridge/emission.ts';
import { seeded, type Random } from '../random.ts';
import type { Activity, JsonObject } from '../registry/activity.ts';
import { domainOf, partitionOf } from '../registry/state.ts';
import type { NoiseInput } from '../scenario/noise.ts';
import { seconds } from './moment-text.ts';
import { NOISE, type Ground, type Noise, type Stranger } from './noise-table.ts';
import type { CloudTrailRecord } from './record.ts';

const MINUTE = 60_000;
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const TOTAL = NOISE.reduce((sum, { weight }) => sum + weight, 0);

/** Records of other services that stand in the trail beside those of the registry, over the time of an activity. */
export function noiseRecords(
  { account, region, ended }: Activity,
  start: Instant,
  { perMinute, atMost }: NoiseInput,
  seed: number | string,
): readonly RecordEmission[] {
  const random = seeded(seed).fork('noise');
  const ground: Ground = { account, region, partition: partitionOf(region), random };
  const end = Math.max(ended, start + MINUTE);
  const count = Math.min(atMost, Math.ceil(((end - start) / MINUTE) * perMinute));
  const moments = Array.from({ length: count }, () => start + Math.floor(random() * (end - start)));
  return moments
    .toSorted((a, b) => a - b)
    .map((at): RecordEmission => {
      const record = word(drawn(random), ground, at);
      return { channel: 'cloudtrail', at, cause: NOBODY, record, text: JSON.stringify(record), noise: true };
    });
}

/** No happening of the registry caused it. */
const NOBODY = -1;

function drawn(random: Random): Noise {
  let left = random() * TOTAL;
  for (const noise of NOISE) {
    left -= noise.weight;
    if (left < 0) return noise;
  }
  return NOISE[0]!;
}

function word(noise: Noise, ground: Ground, at: Instant): CloudTrailRecord {
  const { account, region, random } = ground;
  const { who, source } = noise;
  const direct = 'role' in who && who.by === undefined;
  const from = 'service' in who ? who.service : who.by;
  return {
    eventVersion: noise.version,
    userIdentity: identity(who, ground, at),
    eventTime: seconds(at),
    eventSource: `${source}.amazonaws.com`,
    eventName: noise.name,
    awsRegion: region,
    sourceIPAddress: from ?? `10.0.${random.integer(0, 3)}.${random.integer(4, 250)}`,
    userAgent: 'service' in who ? who.service : who.agent,
    requestParameters: noise.request?.(ground) ?? null,
    responseElements: noise.answer?.(ground) ?? null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: noise.readOnly,
    ...(noise.resources === undefined ? {} : { resources: noise.resources(ground) }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    // What a service does with a role of this account is in the trail of both.
    ...('service' in who ? { sharedEventID: random.uuid() } : {}),
    eventCategory: 'Management',
    ...(direct
      ? {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: `${source}.${region}.${domainOf(region)}`,
          },
        }
      : {}),
  };
}

function identity(who: Stranger, { account, partition, random }: Ground, at: Instant): JsonObject {
  if ('service' in who) return { type: 'AWSService', invokedBy: who.service };
  const drawn = (prefix: string, length: number) =>
    `${prefix}${random.fork(`${prefix}/${who.role}`).text(length, ID_ALPHABET)}EXAMPLE`;
  const roleId = drawn('AROA', 10);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${who.session}`,
    arn: `arn:${partition}:sts::${account}:assumed-role/${who.role}/${who.session}`,
    accountId: account,
    accessKeyId: drawn('ASIA', 9),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:${partition}:iam::${account}:role/${who.role}`,
        accountId: account,
        userName: who.role,
      },
      webIdFederationData: {},
      attributes: { creationDate: seconds(at - 20 * MINUTE), mfaAuthenticated: 'false' },
    },
    ...(who.by === undefined ? {} : { invokedBy: who.by }),
  };
}
