import type { Dispatcher } from 'undici';
import type { SignedRequest } from './request.ts';

/** What came of one request: an answer whatever it says, or none. */
export type Exchange =
  | { readonly status: number; readonly type: string; readonly text: string }
  | {
      readonly error: Error;
      /** Whether the request had begun to leave: then it may have been carried out. */
      readonly left: boolean;
    };

/** Sends a request, and tells what came of it. Never throws; no promise is made for it, which is half of what a call costs. */
export function exchange(
  pool: Dispatcher,
  path: string,
  { headers, body }: SignedRequest,
  told: (exchange: Exchange) => void,
): void {
  let left = false;
  let status = 0;
  let type = '';
  const chunks: Buffer[] = [];
  const fail = (error: Error): void => told({ error, left });
  try {
    pool.dispatch(
      { method: 'POST', path, headers, body },
      {
        onRequestStart: () => {
          left = true;
        },
        onResponseStart: (_, code, answered) => {
          status = code;
          const said = answered['x-amzn-errortype'];
          type = typeof said === 'string' ? said : '';
        },
        onResponseData: (_, chunk) => {
          chunks.push(chunk);
        },
        onResponseEnd: () => told({ status, type, text: textOf(chunks) }),
        onResponseError: (_, error) => fail(error),
      },
    );
  } catch (error) {
    fail(error as Error);
  }
}

/** Almost every answer comes in one piece; where it does not, a character may lie across two. */
function textOf(chunks: readonly Buffer[]): string {
  return (chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString();
}
