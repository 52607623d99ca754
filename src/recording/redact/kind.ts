/** What the name of a member tells of its value. */
export type Kind =
  | 'host'
  | 'KMS key'
  | 'plain'
  | 'principal'
  | 'principal id'
  | 'public'
  | 'repository'
  | 'secret'
  | 'tag';

const KINDS: Readonly<Record<Exclude<Kind, 'plain'>, readonly string[]>> = {
  principal: [
    'createdBy',
    'groupName',
    'instanceProfileName',
    'lastUpdatedBy',
    'roleName',
    'roleSessionName',
    'sessionName',
    'sourceIdentity',
    'updatedBy',
    'userName',
    'username',
  ],
  'principal id': ['principalId'],
  'KMS key': [
    'currentKeyMaterialId',
    'encryptionKey',
    'keyArn',
    'keyId',
    'kms-key',
    'kmsKey',
    'kmsKeyArn',
    'kmsKeyId',
    'kmsMasterKeyId',
    'sourceKeyId',
    'targetKeyId',
  ],
  // What AWS and its clients call themselves, though somebody may be called so, too.
  public: ['detail-type', 'userAgent'],
  host: ['clientProvidedHostHeader', 'upstreamRegistryUrl'],
  repository: [
    'ecrRepositoryPrefix',
    'repository',
    'repositoryName',
    'repositoryNames',
    'repository-name',
    'upstreamRepositoryPrefix',
  ],
  tag: ['image-tag', 'image-tags', 'imageTag', 'imageTags'],
  secret: [
    'accessToken',
    'authorizationToken',
    'authToken',
    'clientSecret',
    'nextToken',
    'password',
    'secret',
    'secretAccessKey',
    'secretKey',
    'sessionToken',
    'token',
  ],
};

const BY_NAME = new Map(
  Object.entries(KINDS).flatMap(([kind, names]) => names.map((name) => [name.toLowerCase(), kind as Kind] as const)),
);

/** The kind of value that a member has, in any of the spellings that AWS's services use. */
export function kindOf(name: string): Kind {
  return BY_NAME.get(name.toLowerCase()) ?? 'plain';
}
