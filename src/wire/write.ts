import type { Call, Protocol } from './call.ts';
import { writeCbor } from './cbor.ts';
import { EventStream, framed } from './event-stream.ts';
import { Fault } from './fault.ts';
import type { HttpResponse } from './http.ts';
import type { Model } from './model.ts';
import { writeRestOutput } from './rest.ts';
import { toSqsQuery } from './sqs-query.ts';
import { shapedForXml } from './typed-query.ts';
import { escapeXml, writeXml } from './xml.ts';

const CONTENT_TYPE: Readonly<Record<Protocol, string>> = {
  'json-1.0': 'application/x-amz-json-1.0',
  'json-1.1': 'application/x-amz-json-1.1',
  'cbor-1.1': 'application/x-amz-cbor-1.1',
  query: 'text/xml',
  'ec2-query': 'text/xml;charset=UTF-8',
  'rest-json': 'application/json',
  'rest-xml': 'application/xml',
  'rpc-v2-cbor': 'application/cbor',
};

/** Words a result in the caller's protocol; a table says what HTTP carries outside the body. `undefined` is the empty success, which every client accepts. */
export function writeResult(call: Call, output: unknown, requestId: string, model?: Model): HttpResponse {
  if (output instanceof EventStream) return writeEvents(call, output, requestId);
  if (model?.codec !== undefined) {
    const { status, headers, body } = model.codec.write(call, output);
    return { status, headers: { ...headersOf(call, requestId), ...headers }, body };
  }
  const known = model?.operations[call.operation];
  if (model !== undefined && known !== undefined && call.protocol === 'rest-json') {
    const { status, headers, body } = writeRestOutput(model, known, output, writeJson);
    return { status, headers: { ...headersOf(call, requestId), ...headers }, body };
  }
  if (model !== undefined && known?.output !== undefined && call.protocol === 'query') {
    return writeResult(call, shapedForXml(model, known.output, output), requestId);
  }
  return { status: 200, headers: headersOf(call, requestId), body: resultBody(call, output, requestId) };
}

function writeEvents(call: Call, output: EventStream, requestId: string): HttpResponse {
  const type = { 'content-type': 'application/vnd.amazon.eventstream' };
  const headers = { ...headersOf(call, requestId), ...output.headers, ...type };
  const flow = framed(output, {
    contentType: CONTENT_TYPE[call.protocol],
    word: (held) => resultBody(call, held, requestId),
    goesAhead: call.protocol !== 'rest-json',
  });
  return { status: 200, headers, body: '', flow };
}

/** Words an error in the caller's protocol, so that its SDK throws an error of that name. A table knows its status, and what the query protocol calls it. */
export function writeFault(call: Call, given: Fault, requestId: string, model?: Model): HttpResponse {
  const fault = model === undefined ? given : completed(given, model);
  const isJson = ['json-1.0', 'json-1.1', 'cbor-1.1', 'rest-json'].includes(call.protocol);
  return {
    status: fault.status,
    headers: {
      ...headersOf(call, requestId),
      ...(isJson && { 'x-amzn-errortype': fault.code }),
      ...(isJson && fault.queryCode !== undefined && { 'x-amzn-query-error': `${fault.queryCode};${senderOf(fault)}` }),
    },
    body: faultBody(call, fault, requestId),
  };
}

function completed(fault: Fault, { errors, queryCodes }: Model): Fault {
  const { code, message, members } = fault;
  const status = fault.status === 400 ? (errors[code] ?? 400) : fault.status;
  return new Fault(code, message, status, fault.queryCode ?? queryCodes?.[code], members);
}

function headersOf({ protocol }: Call, requestId: string): Record<string, string> {
  return {
    'content-type': CONTENT_TYPE[protocol],
    'x-amzn-requestid': requestId,
    ...(protocol === 'rest-xml' && { 'x-amz-request-id': requestId }),
    ...(protocol === 'rpc-v2-cbor' && { 'smithy-protocol': 'rpc-v2-cbor' }),
  };
}

function resultBody(call: Call, output: unknown, requestId: string): string | Uint8Array {
  const { operation, protocol } = call;
  switch (protocol) {
    case 'json-1.0':
    case 'json-1.1':
    case 'rest-json':
      return writeJson(output ?? {});
    case 'rpc-v2-cbor':
      return writeCbor(output ?? {});
    case 'cbor-1.1':
      return writeCbor(output ?? {}, 'milliseconds');
    case 'query':
      return (
        `<${operation}Response${namespaceOf(call)}><${operation}Result>${queryMembers(call, output)}</${operation}Result>` +
        `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
      );
    case 'ec2-query':
      return `<${operation}Response${namespaceOf(call)}><requestId>${requestId}</requestId>${writeXml(output, 'item')}</${operation}Response>`;
    case 'rest-xml':
      // A string is the object itself, as S3 answers it; a structure names its own root.
      return typeof output === 'string' ? output : writeXml(output);
  }
}

function queryMembers({ service, operation }: Call, output: unknown): string {
  return service === 'sqs' ? writeXml(toSqsQuery(operation, output), 'flat') : writeXml(output);
}

function faultBody(call: Call, fault: Fault, requestId: string): string | Uint8Array {
  const sender = senderOf(fault);
  const code = escapeXml(call.protocol === 'query' ? (fault.queryCode ?? fault.code) : fault.code);
  const message = escapeXml(fault.message);
  switch (call.protocol) {
    case 'json-1.0':
    case 'json-1.1':
      return writeJson({ __type: fault.code, message: fault.message, ...fault.members });
    case 'rest-json':
      return writeJson({ message: fault.message, ...fault.members });
    case 'rpc-v2-cbor':
    case 'cbor-1.1':
      return writeCbor({ __type: fault.code, message: fault.message, ...fault.members });
    case 'query':
      return `<ErrorResponse${namespaceOf(call)}><Error><Type>${sender}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    case 'ec2-query':
      return `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`;
    case 'rest-xml':
      // To a HEAD nothing is answered but its head, and a 304 has no body either.
      if (call.operation.startsWith('Head') || fault.status === 304) return '';
      return call.service === 's3'
        ? `<Error><Code>${code}</Code><Message>${message}</Message><RequestId>${requestId}</RequestId></Error>`
        : `<ErrorResponse><Error><Type>${sender}</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  }
}

function senderOf({ status }: Fault): string {
  return status < 500 ? 'Sender' : 'Receiver';
}

function namespaceOf({ service, version }: Call): string {
  return version === undefined ? '' : ` xmlns="https://${service}.amazonaws.com/doc/${escapeXml(version)}/"`;
}

/** JSON protocols give timestamps as seconds since the epoch and bytes as base64. */
function writeJson(value: unknown): string {
  // To be asked about every member costs several times as much as all the writing.
  if (isPlain(value)) return JSON.stringify(value);
  return JSON.stringify(value, function replace(this: Record<string, unknown>, key: string, item: unknown) {
    const original = this[key];
    if (original instanceof Date) return original.getTime() / 1000;
    if (original instanceof Uint8Array) return Buffer.from(original).toString('base64');
    if (original instanceof Map) return Object.fromEntries(original as Map<string, unknown>);
    return item;
  });
}

/** Whether a value is made of nothing but what JSON itself knows. */
function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  if (Object.getPrototypeOf(value) !== Object.prototype) return false;
  for (const key in value) if (!isPlain((value as Readonly<Record<string, unknown>>)[key])) return false;
  return true;
}
