import type { HttpRequest } from '../http.ts';
import type { Claim } from './claim.ts';

/** The signing names of services by the prefix of `X-Amz-Target`. */
const BY_TARGET: Readonly<Record<string, string>> = {
  AmazonEC2ContainerRegistry_V20150921: 'ecr',
  AmazonEC2ContainerServiceV20141113: 'ecs',
  AmazonSQS: 'sqs',
  AmazonSSM: 'ssm',
  AWSEvents: 'events',
  AWSStepFunctions: 'states',
  DynamoDB_20120810: 'dynamodb',
  Firehose_20150804: 'firehose',
  Kinesis_20131202: 'kinesis',
  Logs_20140328: 'logs',
};

/** These have an endpoint for all regions, which is in this one. */
const GLOBAL = /^(?:iam|sts)$/;
const HOME = 'us-east-1';

/**
 * What is wrong with what a signature is scoped to, in AWS's words; `undefined` if nothing is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
 */
export function wrongScope(
  { headers }: HttpRequest,
  { scope: [date, region, service, end], date: signedAt }: Claim,
  served: string | undefined,
): string | undefined {
  const target = headers['x-amz-target'] ?? '';
  const asked = BY_TARGET[target.slice(0, target.lastIndexOf('.'))];
  const wrong: string[] = [];
  if (served !== undefined && region !== served && !(GLOBAL.test(service) && region === HOME)) {
    wrong.push(`Credential should be scoped to a valid region, not '${region}'.`);
  }
  if (asked !== undefined && asked !== service) {
    wrong.push(`Credential should be scoped to correct service: '${asked}'.`);
  }
  if (end !== 'aws4_request') {
    wrong.push(`Credential should be scoped with a valid terminator: 'aws4_request', not '${end}'.`);
  }
  const day = signedAt.slice(0, 8);
  if (date !== day) {
    wrong.push(
      `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${signedAt}'.`,
    );
  }
  return wrong.length === 0 ? undefined : wrong.join(' ');
}
