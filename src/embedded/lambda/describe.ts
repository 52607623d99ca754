import { createHash } from 'node:crypto';
import { Fault } from '../../wire/fault.ts';
import { page } from './page.ts';
import type { Input, Operation } from '../service.ts';
import type { Functions } from './functions.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { roleOf } from './role.ts';

/** The operations that tell of functions, and the few settings of theirs that can be changed. */
export function describeOperations(functions: Functions): Readonly<Record<string, Operation>> {
  const find = ({ FunctionName, Qualifier }: Input): LambdaFunction =>
    functions.find(FunctionName as string, Qualifier as string | undefined);

  function putConcurrency(input: Input): unknown {
    const called = find(input);
    called.reservedConcurrency = input['ReservedConcurrentExecutions'] as number;
    return { ReservedConcurrentExecutions: called.reservedConcurrency };
  }

  function concurrency(called: LambdaFunction): Readonly<Record<string, unknown>> {
    const { reservedConcurrency } = called;
    return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  }

  function updateConfiguration(input: Input): unknown {
    const called = find(input);
    const { DeadLetterConfig, Timeout, MemorySize, Environment, RevisionId } = input as UpdateInput;
    if (RevisionId !== undefined && RevisionId !== called.revision) throw staleRevision('GetFunction/GetAlias');
    const { deadLetterTarget: before, ...settings } = called.settings;
    // An empty ARN takes the queue away.
    const target = DeadLetterConfig === undefined ? before : DeadLetterConfig.TargetArn;
    called.settings = {
      ...settings,
      ...(target !== undefined && target !== '' && { deadLetterTarget: target }),
      ...(Timeout !== undefined && { timeout: Timeout }),
      ...(MemorySize !== undefined && { memorySize: MemorySize }),
      ...(Environment?.Variables !== undefined && { environment: Environment.Variables }),
    };
    called.revision = functions.nextRevision();
    return configuration(called);
  }

  return {
    GetFunction: (input) => {
      const called = find(input);
      return {
        Configuration: configuration(called),
        Code: { RepositoryType: 'S3' },
        Tags: {},
        ...(called.reservedConcurrency !== undefined && { Concurrency: concurrency(called) }),
      };
    },
    GetFunctionConfiguration: (input) => configuration(find(input)),
    ListFunctions: ({ Marker, MaxItems }) => {
      const { items, next } = page(
        functions.all(),
        Marker as string | undefined,
        (MaxItems as number | undefined) ?? 50,
      );
      return { Functions: items.map(configuration), ...(next !== undefined && { NextMarker: next }) };
    },
    UpdateFunctionConfiguration: updateConfiguration,
    PutFunctionConcurrency: putConcurrency,
    GetFunctionConcurrency: (input) => concurrency(find(input)),
    DeleteFunctionConcurrency: (input) => {
      find(input).reservedConcurrency = undefined;
    },
  };
}

/** What UpdateFunctionConfiguration is given, as far as it is heeded. */
interface UpdateInput {
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly Timeout?: number;
  readonly MemorySize?: number;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly RevisionId?: string;
}

/** Lambda's refusal to change what somebody else has changed meanwhile. `read` is the operation that tells of it. */
export function staleRevision(read: string): Fault {
  return new Fault(
    'PreconditionFailedException',
    `The Revision Id provided does not match the latest Revision Id. Call the ${read} API to retrieve the latest Revision Id`,
    412,
  );
}

/** A function as Lambda describes it. Its code is the consumer's, which has no archive: size and digest are of its handler's name. */
function configuration(called: LambdaFunction): object {
  const { name, arn, settings, revision, lastModified } = called;
  const { handler = 'index.handler', runtime = 'nodejs24.x', timeout = 3, memorySize = 128 } = settings;
  return {
    FunctionName: name,
    FunctionArn: arn,
    Runtime: runtime,
    Role: roleOf(called),
    Handler: handler,
    CodeSize: handler.length,
    Description: '',
    Timeout: timeout,
    MemorySize: memorySize,
    LastModified: new Date(lastModified).toISOString().replace('Z', '+0000'),
    CodeSha256: createHash('sha256').update(handler).digest('base64'),
    Version: '$LATEST',
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
