import { nearest } from '../nearest.ts';
import { HTTP_KEY, faultOfStub } from './stubs.ts';
import { modelOf, MODELLED } from '../wire/models.ts';

/** What is wrong with an entry of `answers`, as the end of a sentence about its key; `undefined` where it can be given. */
export async function faultOfAnswer(call: string, answer: unknown): Promise<string | undefined> {
  return HTTP_KEY.test(call) ? faultOfStub(answer) : await faultOfCall(call);
}

async function faultOfCall(call: string): Promise<string | undefined> {
  const [service = '', operation = ''] = call.split(':');
  const model = await modelOf(service);
  if (model === undefined) {
    const meant = nearest(service, MODELLED);
    // Of services that are not acted out nobody knows the operations here.
    return meant === undefined ? undefined : `there is no service "${service}", did you mean "${meant}:${operation}"?`;
  }
  if (Object.hasOwn(model.operations, operation)) return undefined;
  const meant = nearest(operation, Object.keys(model.operations));
  return `${service} has no operation "${operation}"${meant === undefined ? '' : `, did you mean "${service}:${meant}"?`}`;
}
