import { Failure } from '../failure.ts';
import { isRecord } from '../is-record.ts';
import type { Visit } from '../strand.ts';
import type { Limits } from './limits.ts';

/** Waits for the end of an execution that a task has started. `sync:2` gives its output as JSON, `sync` as the text of it. */
export async function untilChildEnds(
  visit: Visit,
  answer: unknown,
  pattern: 'sync' | 'sync:2',
  { timeout }: Limits,
): Promise<unknown> {
  const { scope, run } = visit.strand;
  const { agenda, tasks, pacer } = run;
  const arn = isRecord(answer) ? String(answer['ExecutionArn']) : '';
  let cancel = (): void => {};
  try {
    const ended = await scope.hold<Readonly<Record<string, unknown>>>((resolve, reject) => {
      if (timeout !== undefined) {
        cancel = agenda.after(timeout * 1000, () => {
          reject(new Failure('States.Timeout'));
          return pacer.idle();
        });
      }
      tasks.untilEnded(arn, resolve);
    });
    if (ended['Status'] !== 'SUCCEEDED') throw new Failure('States.TaskFailed', JSON.stringify(ended));
    if (pattern === 'sync') return ended;
    const asJson = (text: unknown): unknown => (typeof text === 'string' ? (JSON.parse(text) as unknown) : text);
    return { ...ended, Input: asJson(ended['Input']), Output: asJson(ended['Output']) };
  } finally {
    cancel();
  }
}
