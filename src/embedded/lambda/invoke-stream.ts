import { EventStream, type StreamedEvent } from '../../wire/event-stream.ts';
import type { Operation } from '../service.ts';
import type { Answer, Functions } from './functions.ts';
import { logTail, textOf } from './invoke.ts';

interface StreamInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
  readonly InvocationType?: string;
  readonly LogType?: string;
  readonly Payload?: Uint8Array | string;
}

/** A chunk of an answer is not larger than this. */
const CHUNK = 65_536;

/** InvokeWithResponseStream: the answer of a function in chunks. It is whole before the first is sent. */
export function streamingOperations(functions: Functions): Readonly<Record<string, Operation>> {
  async function invoke(given: unknown): Promise<unknown> {
    const { FunctionName, Qualifier, InvocationType, LogType, Payload } = given as StreamInput;
    const called = functions.find(FunctionName, Qualifier);
    if (InvocationType === 'DryRun') return { StatusCode: 204 };
    const answer = await functions.invoke(called.arn, textOf(Payload), { type: 'RequestResponse' });
    const memory = called.version().settings.memorySize ?? 128;
    const log = LogType === 'Tail' ? logTail(answer.requestId, answer.executedVersion, memory) : undefined;
    return new EventStream(partsOf(answer, log), { 'x-amz-executed-version': answer.executedVersion ?? '$LATEST' });
  }

  return { InvokeWithResponseStream: invoke };
}

/** What a function has returned, in chunks; of one that has failed, that and how. */
async function* partsOf(
  { payload = '', functionError }: Answer,
  log: string | undefined,
): AsyncGenerator<StreamedEvent, void> {
  const bytes = Buffer.from(payload);
  if (functionError === undefined) {
    for (let at = 0; at < bytes.length; at += CHUNK) yield { PayloadChunk: bytes.subarray(at, at + CHUNK) };
  }
  yield {
    InvokeComplete: {
      ...(functionError !== undefined && { ErrorCode: functionError, ErrorDetails: payload }),
      ...(log !== undefined && { LogResult: log }),
    },
  };
}
