import { Fault } from '../../wire/fault.ts';

/** CloudTrail's own errors, in words that were recorded or that its API reference has. */
export function trailNotFound(nameOrArn: string, account: string): Fault {
  return new Fault('TrailNotFoundException', `Unknown trail: ${nameOrArn} for the user: ${account}`);
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-trail-naming-requirements.html */
export function checkTrailName(name: string): void {
  const refuse = (words: string): Fault => new Fault('InvalidTrailNameException', words);
  if (name.length < 3 || name.length > 128) {
    const [bound, limit] = name.length < 3 ? ['short. Minimum', 3] : ['long. Maximum', 128];
    throw refuse(
      `Trail name too ${bound} allowed length: ${limit} characters. Specified name length: ${name.length} characters.`,
    );
  }
  if (!/^[\w.-]+$/.test(name)) {
    throw refuse(
      'Trail name or ARN can only contain uppercase letters, lowercase letters, numbers, periods (.), hyphens (-), and underscores (_).',
    );
  }
  if (!/^[a-z0-9]/i.test(name)) throw refuse('Trail name must starts with a letter or number.');
  if (!/[a-z0-9]$/i.test(name)) throw refuse('Trail name must ends with a letter or number.');
  if (/[._-]{2}/.test(name)) throw refuse('Trail name cannot have adjacent periods, underscores or dashes.');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) throw refuse('Trail name must not be an IP address.');
}
