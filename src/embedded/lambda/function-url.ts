import { Fault } from '../../wire/fault.ts';
import type { Scene } from '../scene.ts';
import type { Operation } from '../service.ts';
import { timeText } from './configuration.ts';
import type { Functions } from './functions.ts';
import type { FunctionUrl, LambdaFunction } from './lambda-function.ts';
import { page } from './page.ts';

interface UrlInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly AuthType?: string;
  readonly Cors?: object;
  readonly InvokeMode?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** The operations on function URLs. They are kept and described; nobody answers at the addresses. */
export function functionUrlOperations(
  functions: Functions,
  { random, agenda, region }: Pick<Scene, 'random' | 'agenda' | 'region'>,
): Readonly<Record<string, Operation>> {
  /** Of one that is not there these operations have words of their own. */
  function find({ FunctionName, Qualifier }: UrlInput): LambdaFunction {
    const called = functions.seek(FunctionName, Qualifier);
    if (called === undefined) throw new Fault('ResourceNotFoundException', 'Function does not exist');
    return called;
  }

  function existing(called: LambdaFunction | undefined): {
    readonly called: LambdaFunction;
    readonly url: FunctionUrl;
  } {
    if (called?.url !== undefined) return { called, url: called.url };
    throw new Fault('ResourceNotFoundException', 'The resource you requested does not exist.');
  }

  function create(given: unknown): unknown {
    const input = given as UrlInput;
    const called = find(input);
    if (called.url !== undefined) {
      throw new Fault(
        'ResourceConflictException',
        `Failed to create function url config for [functionArn = ${called.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      );
    }
    const now = agenda.now();
    called.url = {
      url: `https://${random.text(32, LETTERS)}.lambda-url.${region}.on.aws/`,
      authType: input.AuthType!,
      cors: input.Cors,
      invokeMode: input.InvokeMode ?? 'BUFFERED',
      created: now,
      lastModified: now,
    };
    const { LastModifiedTime: _, ...described } = describe(called, called.url);
    return described;
  }

  function update(given: unknown): unknown {
    const input = given as UrlInput;
    const called = find(input);
    const before = existing(called).url;
    called.url = {
      ...before,
      authType: input.AuthType ?? before.authType,
      cors: input.Cors ?? before.cors,
      invokeMode: input.InvokeMode ?? before.invokeMode,
      lastModified: agenda.now(),
    };
    return describe(called, called.url);
  }

  function list(given: unknown): unknown {
    const { FunctionName, Marker, MaxItems = 50 } = given as UrlInput;
    const { latest, aliases } = find({ FunctionName }).family;
    const all = [latest, ...aliases.values()].flatMap((called) =>
      called.url === undefined ? [] : [describe(called, called.url)],
    );
    const { items, next } = page(all, Marker, MaxItems);
    return { FunctionUrlConfigs: items, ...(next !== undefined && { NextMarker: next }) };
  }

  return {
    CreateFunctionUrlConfig: create,
    UpdateFunctionUrlConfig: update,
    GetFunctionUrlConfig: (given) => {
      const { FunctionName, Qualifier } = given as unknown as UrlInput;
      const { called, url } = existing(functions.seek(FunctionName, Qualifier));
      return describe(called, url);
    },
    DeleteFunctionUrlConfig: (given) => {
      const { FunctionName, Qualifier } = given as unknown as UrlInput;
      delete existing(functions.seek(FunctionName, Qualifier)).called.url;
    },
    ListFunctionUrlConfigs: list,
  };
}

function describe({ arn }: LambdaFunction, { url, authType, cors, invokeMode, created, lastModified }: FunctionUrl) {
  return {
    FunctionUrl: url,
    FunctionArn: arn,
    AuthType: authType,
    ...(cors !== undefined && { Cors: cors }),
    CreationTime: timeText(created),
    LastModifiedTime: timeText(lastModified),
    InvokeMode: invokeMode,
  };
}
