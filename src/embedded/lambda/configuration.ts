import { createHash } from 'node:crypto';
import type { LambdaFunction, Version } from './lambda-function.ts';
import { roleOf } from './role.ts';

/** A function as Lambda describes it. Its code is the consumer's, which has no archive: size and digest are of its handler's name. */
export function configuration(called: LambdaFunction, arn = called.arn): object {
  const version = called.version();
  const { name } = called;
  const { settings, revision, lastModified, number } = version;
  const { runtime = 'nodejs24.x', timeout = 3, memorySize = 128, description = '' } = settings;
  const handler = handlerOf(version);
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: runtime,
    Role: roleOf(called),
    Handler: handler,
    CodeSize: handler.length,
    Description: description,
    Timeout: timeout,
    MemorySize: memorySize,
    LastModified: timeText(lastModified),
    CodeSha256: codeSha256(version),
    Version: number,
    ...(settings.deadLetterTarget !== undefined && { DeadLetterConfig: { TargetArn: settings.deadLetterTarget } }),
    ...(settings.environment !== undefined && { Environment: { Variables: settings.environment } }),
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: revision,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
  };
}

/** What stands for the digest of the code. */
export function codeSha256(version: Version): string {
  return createHash('sha256').update(handlerOf(version)).digest('base64');
}

/** A moment, as Lambda writes most of them. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

function handlerOf({ settings: { handler = 'index.handler' } }: Version): string {
  return handler;
}
