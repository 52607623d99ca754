import { createHash } from 'node:crypto';
import type { Parameter, Version } from './parameters.ts';

/** A version of a parameter, in the members of `Parameter`. */
export function describe(
  { name, arn }: Parameter,
  version: Version,
  { selector, decrypted }: { readonly selector: string; readonly decrypted: boolean },
): object {
  return {
    Name: name,
    Type: version.type,
    Value: shown(version, decrypted),
    Version: version.number,
    ...(selector !== '' && { Selector: selector }),
    LastModifiedDate: new Date(version.modified),
    ARN: arn,
    DataType: version.dataType,
  };
}

/** What is told of a version without its value. */
export function metadata({ name }: Parameter, version: Version): object {
  return {
    Name: name,
    Type: version.type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: new Date(version.modified),
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.number,
    Tier: version.tier,
    Policies: [],
    DataType: version.dataType,
  };
}

/** A secure string that nobody has asked to decrypt is shown as something that only looks like what KMS makes of it. */
export function shown({ type, value, number }: Version, decrypted: boolean): string {
  if (type !== 'SecureString' || decrypted) return value;
  return `AQICAH${createHash('sha512').update(`${number}:${value}`).digest('base64')}`;
}
