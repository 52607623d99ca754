import { Fault } from '../../wire/fault.ts';
import type { Instant } from '../../clock.ts';
import type { Input, Operation } from '../service.ts';
import { timeText } from './configuration.ts';
import { findQualified } from './family.ts';
import type { Functions } from './functions.ts';
import type { Family, LambdaFunction, ProvisionedConcurrency } from './lambda-function.ts';
import { page } from './page.ts';

/** How many runs an account may have at once, and how many of them are never reserved. */
export const ACCOUNT_CONCURRENCY = 1000;
const UNRESERVED = 100;

interface Provisioning {
  readonly FunctionName: string;
  readonly Qualifier: string;
  readonly ProvisionedConcurrentExecutions: number;
}

/** The operations on how many runs of a function there may be at once, and how many are kept ready. */
export function concurrencyOperations(functions: Functions, now: () => Instant): Readonly<Record<string, Operation>> {
  const find = ({ FunctionName }: Input): Family => functions.find(FunctionName as string).family;

  function put(input: Input): unknown {
    // Of one that is not there AWS says which version it has looked for.
    const name = input['FunctionName'] as string;
    const { family } = functions.seek(name) ?? functions.find(name, '$LATEST');
    const wanted = input['ReservedConcurrentExecutions'] as number;
    const others = reservedOf(functions.all().filter((each) => each !== family));
    if (ACCOUNT_CONCURRENCY - others - wanted < UNRESERVED) {
      throw new Fault(
        'InvalidParameterValueException',
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED}].`,
      );
    }
    family.reservedConcurrency = wanted;
    return { ReservedConcurrentExecutions: wanted };
  }

  /** A version or an alias: what can still change is not kept ready. */
  function published({ FunctionName, Qualifier }: Provisioning): LambdaFunction {
    if (Qualifier === '$LATEST') {
      throw new Fault(
        'InvalidParameterValueException',
        'Provisioned Concurrency Configs cannot be applied to unpublished function versions.',
      );
    }
    functions.find(FunctionName, /^\d+$/.test(Qualifier) ? Qualifier : undefined);
    return findQualified(functions, FunctionName, Qualifier);
  }

  function provision(given: unknown): unknown {
    const input = given as Provisioning;
    const called = published(input);
    const requested = input.ProvisionedConcurrentExecutions;
    const { reservedConcurrency = Infinity } = called.family;
    if (requested > reservedConcurrency) {
      throw new Fault(
        'InvalidParameterValueException',
        'Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function',
      );
    }
    called.provisioned = { requested, lastModified: now() };
    return {
      ...describe(called.provisioned),
      AvailableProvisionedConcurrentExecutions: 0,
      AllocatedProvisionedConcurrentExecutions: 0,
      Status: 'IN_PROGRESS',
    };
  }

  function provisioned(given: unknown): unknown {
    const called = published(given as Provisioning);
    if (called.provisioned !== undefined) return describe(called.provisioned);
    throw new Fault(
      'ProvisionedConcurrencyConfigNotFoundException',
      'No Provisioned Concurrency Config found for this function',
    );
  }

  function list(input: Input): unknown {
    const { versions, aliases } = find(input);
    const all = [...versions.values(), ...aliases.values()].flatMap((called) =>
      called.provisioned === undefined ? [] : [{ FunctionArn: called.arn, ...describe(called.provisioned) }],
    );
    const { items, next } = page(all, input['Marker'] as string | undefined, (input['MaxItems'] as number) ?? 50);
    return { ProvisionedConcurrencyConfigs: items, ...(next !== undefined && { NextMarker: next }) };
  }

  return {
    PutFunctionConcurrency: put,
    GetFunctionConcurrency: (input) => concurrencyOf(find(input)),
    DeleteFunctionConcurrency: (input) => {
      find(input).reservedConcurrency = undefined;
    },
    PutProvisionedConcurrencyConfig: provision,
    GetProvisionedConcurrencyConfig: provisioned,
    DeleteProvisionedConcurrencyConfig: (input) => {
      delete published(input as unknown as Provisioning).provisioned;
    },
    ListProvisionedConcurrencyConfigs: list,
  };
}

/** What a function tells of its reserved concurrency: nothing, if it has none. */
export function concurrencyOf({ reservedConcurrency }: Family): Readonly<Record<string, unknown>> {
  return reservedConcurrency === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
}

/** How many runs functions have reserved together. */
export function reservedOf(families: readonly Family[]): number {
  return families.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0);
}

function describe({ requested, lastModified }: ProvisionedConcurrency): object {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: requested,
    Status: 'READY',
    LastModified: timeText(lastModified),
  };
}
