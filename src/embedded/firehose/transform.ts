import type { Scene } from '../scene.ts';
import { parameter, processors, type BufferedRecord, type DeliveryStream } from './delivery-stream.ts';

/** The functions that transform records. */
export interface Transformers {
  readonly functions: {
    invoke(
      arn: string,
      payload: string,
      options: { readonly type: 'RequestResponse' },
    ): Promise<{ readonly payload?: string | undefined; readonly functionError?: string | undefined }>;
  };
}

/** A record that could not be transformed, as Firehose writes it beside the others. */
export interface Failure {
  readonly attemptsMade: number;
  readonly arrivalTimestamp: number;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly attemptEndingTimestamp: number;
  readonly rawData: string;
  readonly lambdaArn: string;
}

/** What has become of the records of a buffer. */
export interface Transformed {
  readonly data: readonly Uint8Array[];
  readonly failures: readonly Failure[];
}

type Needs = Pick<Scene, 'region' | 'random' | 'agenda'> & Transformers;

/** A function is given at most so many bytes at once. */
const BATCH_LIMIT = 1_048_576;

/** Puts records through the processors of their stream. What a function drops is in neither list. */
export async function transform(
  scene: Needs,
  stream: DeliveryStream,
  records: readonly BufferedRecord[],
): Promise<Transformed> {
  let data = records.map((record) => record.data);
  const failures: Failure[] = [];
  for (const processor of processors(stream.destination)) {
    const lambda = processor.Type === 'Lambda' ? parameter(processor, 'LambdaArn') : undefined;
    if (lambda !== undefined) {
      data = [];
      for (const batch of batches(records)) {
        const done = await invoke(scene, stream, {
          lambda,
          retries: Number(parameter(processor, 'NumberOfRetries') ?? 3),
          batch,
        });
        data.push(...done.data);
        failures.push(...done.failures);
      }
    } else if (processor.Type === 'AppendDelimiterToRecord') {
      const delimiter = Buffer.from(
        (parameter(processor, 'Delimiter') ?? String.raw`\n`).replaceAll(String.raw`\n`, '\n'),
      );
      data = data.map((each) => Buffer.concat([each, delimiter]));
    }
  }
  return { data, failures };
}

function batches(records: readonly BufferedRecord[]): readonly (readonly BufferedRecord[])[] {
  const all: BufferedRecord[][] = [];
  let bytes = Infinity;
  for (const record of records) {
    bytes += record.data.length;
    if (bytes > BATCH_LIMIT) {
      all.push([]);
      bytes = record.data.length;
    }
    all.at(-1)!.push(record);
  }
  return all;
}

async function invoke(
  scene: Needs,
  stream: DeliveryStream,
  {
    lambda,
    retries,
    batch,
  }: { readonly lambda: string; readonly retries: number; readonly batch: readonly BufferedRecord[] },
): Promise<Transformed> {
  const payload = JSON.stringify({
    invocationId: scene.random.uuid(),
    deliveryStreamArn: stream.arn,
    region: scene.region,
    records: batch.map(({ id, arrived, data }) => ({
      recordId: id,
      approximateArrivalTimestamp: arrived,
      data: Buffer.from(data).toString('base64'),
    })),
  });
  let attempts = 0;
  let results: ReadonlyMap<string, Result> | undefined;
  while (results === undefined && attempts <= retries) {
    attempts += 1;
    const answer = await scene.functions.invoke(lambda, payload, { type: 'RequestResponse' });
    if (answer.functionError === undefined) results = readResults(answer.payload ?? '');
  }
  const data: Uint8Array[] = [];
  const failures: Failure[] = [];
  for (const record of batch) {
    const result = results?.get(record.id);
    if (result?.result === 'Ok') data.push(Buffer.from(result.data ?? '', 'base64'));
    else if (result?.result !== 'Dropped')
      failures.push(failure(scene, { record, lambda, attempts, isAnswered: results !== undefined, result }));
  }
  return { data, failures };
}

interface Result {
  readonly recordId: string;
  readonly result: string;
  readonly data?: string;
}

function readResults(payload: string): ReadonlyMap<string, Result> | undefined {
  try {
    const { records } = JSON.parse(payload) as { records: readonly Result[] };
    return new Map(records.map((result) => [result.recordId, result]));
  } catch {
    return undefined;
  }
}

function failure(
  scene: Needs,
  {
    record,
    lambda,
    attempts,
    isAnswered,
    result,
  }: {
    readonly record: BufferedRecord;
    readonly lambda: string;
    readonly attempts: number;
    readonly isAnswered: boolean;
    readonly result: Result | undefined;
  },
): Failure {
  const [errorCode, errorMessage] = !isAnswered
    ? ['Lambda.FunctionError', 'The Lambda function was successfully invoked but it returned an error result.']
    : result === undefined
      ? ['Lambda.MissingRecordId', 'The Lambda function did not return all records.']
      : ['Lambda.ProcessingFailedStatus', 'ProcessingFailed status set for record'];
  return {
    attemptsMade: attempts,
    arrivalTimestamp: record.arrived,
    errorCode,
    errorMessage,
    attemptEndingTimestamp: scene.agenda.now(),
    rawData: Buffer.from(record.data).toString('base64'),
    lambdaArn: lambda,
  };
}
