import { Fault } from '../../wire/fault.ts';
import type { Instant } from '../../clock.ts';
import type { Input, Operation } from '../service.ts';
import { ACCOUNT_CONCURRENCY, concurrencyOf, reservedOf } from './concurrency.ts';
import { configuration } from './configuration.ts';
import type { Functions } from './functions.ts';
import { qualifiedArn, type LambdaFunction } from './lambda-function.ts';
import { page } from './page.ts';

/** The operations that tell of functions, and the few settings of theirs that can be changed. */
export function describeOperations(functions: Functions, now: () => Instant): Readonly<Record<string, Operation>> {
  const find = ({ FunctionName, Qualifier }: Input): LambdaFunction =>
    functions.find(FunctionName as string, Qualifier as string | undefined);

  function updateConfiguration(input: Input): unknown {
    const called = find(input);
    const version = called.version();
    const { DeadLetterConfig, Timeout, MemorySize, Environment, Description, RevisionId } = input as UpdateInput;
    if (RevisionId !== undefined && RevisionId !== version.revision) throw staleRevision('GetFunction/GetAlias');
    const { deadLetterTarget: before, ...settings } = version.settings;
    // An empty ARN takes the queue away.
    const target = DeadLetterConfig === undefined ? before : DeadLetterConfig.TargetArn;
    version.settings = {
      ...settings,
      ...(target !== undefined && target !== '' && { deadLetterTarget: target }),
      ...(Description !== undefined && { description: Description }),
      ...(Timeout !== undefined && { timeout: Timeout }),
      ...(MemorySize !== undefined && { memorySize: MemorySize }),
      ...(Environment?.Variables !== undefined && { environment: Environment.Variables }),
    };
    version.revision = functions.nextRevision();
    version.lastModified = now();
    return configuration(called);
  }

  function list({ Marker, MaxItems, FunctionVersion }: Input): unknown {
    const all = functions
      .all()
      .flatMap(({ latest, versions }) =>
        FunctionVersion === 'ALL'
          ? [latest, ...versions.values()].map((each) => configuration(each, qualifiedArn(each)))
          : [configuration(latest)],
      );
    const { items, next } = page(all, Marker as string | undefined, (MaxItems as number | undefined) ?? 50);
    return { Functions: items, ...(next !== undefined && { NextMarker: next }) };
  }

  function accountSettings(): unknown {
    const families = functions.all();
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: ACCOUNT_CONCURRENCY - reservedOf(families),
      },
      AccountUsage: { TotalCodeSize: 0, FunctionCount: families.length },
    };
  }

  return {
    GetFunction: (input) => {
      const called = find(input);
      const { family } = called;
      return {
        Configuration: configuration(called),
        Code: { RepositoryType: 'S3' },
        ...(family.tags.size > 0 && { Tags: Object.fromEntries(family.tags) }),
        ...(family.reservedConcurrency !== undefined && { Concurrency: concurrencyOf(family) }),
      };
    },
    GetFunctionConfiguration: (input) => configuration(find(input)),
    ListFunctions: list,
    UpdateFunctionConfiguration: updateConfiguration,
    GetAccountSettings: accountSettings,
    GetFunctionRecursionConfig: (input) => ({ RecursiveLoop: find(input).family.recursiveLoop }),
    PutFunctionRecursionConfig: (input) => {
      const { family } = find(input);
      family.recursiveLoop = input['RecursiveLoop'] as 'Allow' | 'Terminate';
      return { RecursiveLoop: family.recursiveLoop };
    },
  };
}

/** What UpdateFunctionConfiguration is given, as far as it is heeded. */
interface UpdateInput {
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly Description?: string;
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
