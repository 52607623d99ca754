import { Problem } from '../../problem.ts';

/**
 * AWS's own clients, each from a package that a user installs when a bus needs it.
 *
 * These are the ones whose methods are the operations, so that no command has to be loaded by name.
 */
const LOADERS = {
  cloudtrail: async () => (await import('@aws-sdk/client-cloudtrail')).CloudTrail,
  'cloudwatch-logs': async () => (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs,
  eventbridge: async () => (await import('@aws-sdk/client-eventbridge')).EventBridge,
  firehose: async () => (await import('@aws-sdk/client-firehose')).Firehose,
  kinesis: async () => (await import('@aws-sdk/client-kinesis')).Kinesis,
  lambda: async () => (await import('@aws-sdk/client-lambda')).Lambda,
  s3: async () => (await import('@aws-sdk/client-s3')).S3,
  sfn: async () => (await import('@aws-sdk/client-sfn')).SFN,
  sns: async () => (await import('@aws-sdk/client-sns')).SNS,
  sqs: async () => (await import('@aws-sdk/client-sqs')).SQS,
  ssm: async () => (await import('@aws-sdk/client-ssm')).SSM,
  sts: async () => (await import('@aws-sdk/client-sts')).STS,
} as const;

/** A service by the name of its SDK client. */
export type SdkName = keyof typeof LOADERS;

/** The client of a service, with a method for each operation. */
export type SdkClient<Name extends SdkName> = InstanceType<SdkClass<Name>>;

type SdkClass<Name extends SdkName> = Awaited<ReturnType<(typeof LOADERS)[Name]>>;

/** How a package is loaded; tests have one that is not there. */
export type LoadSdk = <Name extends SdkName>(name: Name) => Promise<SdkClass<Name>>;

/** Loads the client of a service. Throws the `Problem` of a package that is not installed. */
export async function loadSdk<Name extends SdkName>(name: Name): Promise<SdkClass<Name>> {
  try {
    return (await LOADERS[name]()) as SdkClass<Name>;
  } catch (error) {
    throw missingPackage(error, `@aws-sdk/client-${name}`);
  }
}

/** The `Problem` of an optional package that is not installed; whoever has other work goes on without it. */
export class MissingPackage extends Problem {
  /** What has to be installed. */
  readonly package: string;

  constructor(name: string, purpose: string, cause: unknown) {
    super(
      'ENVIRONMENT_MISSING',
      `Cannot ${purpose}: "${name}" is not installed, wanted "npm install --save-dev ${name}"`,
      { cause },
    );
    this.package = name;
  }
}

/** A `MissingPackage` where an optional package is not installed; anything else that was thrown, as it is. */
export function missingPackage(error: unknown, name: string, purpose = 'speak to AWS'): unknown {
  const { code } = error as { readonly code?: unknown };
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return error;
  return new MissingPackage(name, purpose, error);
}
