import type { Random } from '../random.ts';
import type { Caller } from './activity.ts';
import type { Moment } from './ledger.ts';
import { partitionOf, type Repository } from './state.ts';

/** The ARN of the key a repository is encrypted with; the AWS managed key `aws/ecr` unless one is named. */
export function keyArn(moment: Moment, key: string | undefined): string {
  if (key?.startsWith('arn:') === true) return key;
  const id = key ?? moment.random.fork('kms/aws/ecr').uuid();
  return `arn:${partitionOf(moment.registry.region)}:kms:${moment.registry.region}:${moment.registry.id}:key/${id}`;
}

export function keyId(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** Two grants a repository; those of a repository that is given were made before the scenario began. */
export function grantIds(random: Random): readonly string[] {
  return [random.hex(64), random.hex(64)];
}

/** Creating an encrypted repository: DescribeKey, then two grants (user guide, "Encryption at rest"; the seed's CreateGrant). */
export function grantAccess(moment: Moment, repositoryArn: string, arn: string): readonly string[] {
  const principal = `ecr.${moment.registry.region}.amazonaws.com`;
  moment.kms('DescribeKey', { keyId: keyId(arn) }, undefined, arn);
  const grants = grantIds(moment.random);
  for (const grantId of grants) {
    moment.kms(
      'CreateGrant',
      {
        keyId: keyId(arn),
        granteePrincipal: principal,
        operations: ['GenerateDataKey', 'Decrypt'],
        retiringPrincipal: principal,
        constraints: { encryptionContextSubset: { 'aws:ecr:arn': repositoryArn } },
      },
      { grantId },
      arn,
    );
  }
  return grants;
}

/** Deleting an encrypted repository retires both grants. */
export function retireGrants(moment: Moment, repository: Repository): void {
  const arn = repository.encryption.keyArn;
  if (arn === undefined) return;
  for (const grantId of repository.grants) moment.kms('RetireGrant', { keyId: arn, grantId }, undefined, arn);
}

/** A data key for each object written, a decryption for each one read. Who it is recorded as is an option: nobody outside AWS knows. */
export function dataKey(
  moment: Moment,
  repository: Repository,
  object: 'layer' | 'manifest',
  digest: string,
  operation: 'GenerateDataKey' | 'Decrypt',
): void {
  const arn = repository.encryption.keyArn;
  if (arn === undefined || moment.options.dataKeyCalls === 'none') return;
  const { region, id } = moment.registry;
  const bucket = object === 'layer' ? `prod-${region}-starport-layer-bucket` : `${region}-starport-manifest-bucket`;
  const encryptionContext = {
    'aws:s3:arn': `arn:${partitionOf(region)}:s3:::${bucket}/${moment.random.fork(`bucket/${id}`).uuid()}/${digest}`,
    'aws:ecr:arn': repository.arn,
  };
  const request =
    operation === 'GenerateDataKey'
      ? { encryptionContext, keySpec: 'AES_256', keyId: arn }
      : { encryptionContext, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  moment.kms(operation, request, undefined, arn, moment.options.dataKeyCalls === 'service' ? ecrItself(id) : undefined);
}

function ecrItself(accountId: string): Caller {
  return { kind: 'AWSService', accountId, invokedBy: 'ecr.amazonaws.com', via: 'service' };
}
