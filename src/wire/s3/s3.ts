import { isUtf8 } from 'node:buffer';
import type { Codec, Model } from '../model.ts';
import { model as table } from '../model/s3.ts';
import { readRestXml } from '../rest-xml/read-rest-xml.ts';
import { writeRestXml } from '../rest-xml/write-rest-xml.ts';
import { unchunk } from './chunked.ts';
import { routeS3 } from './route.ts';

/** S3's own ways: buckets in hosts, objects as bodies, and bodies in chunks. */
const codec: Codec = {
  route: (request) => routeS3(model, request),
  read: (request, { operation, labels = {} }) => {
    const { headers, body } = request;
    const isChunked =
      headers['content-encoding']?.includes('aws-chunked') === true ||
      headers['x-amz-content-sha256']?.startsWith('STREAMING-') === true;
    if (!isChunked) return readRestXml(model, operation, labels, request);
    const { body: whole, trailers } = unchunk(body);
    // What is left of it is the object's own encoding.
    const encoding = headers['content-encoding']
      ?.split(',')
      .map((each) => each.trim())
      .filter((each) => each !== 'aws-chunked')
      .join(',');
    return readRestXml(model, operation, labels, {
      ...request,
      body: whole,
      headers: { ...headers, ...trailers, 'content-encoding': encoding === '' ? undefined : encoding },
    });
  },
  write: ({ operation }, output) => writeRestXml(model, operation, output),
  shown: (input) => {
    const { Body: body } = input as { readonly Body?: unknown };
    return body instanceof Uint8Array ? { ...(input as object), Body: textOf(body) } : input;
  },
};

/** A text as it is, and in base64 what is none. */
function textOf(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(bytes) ? buffer.toString('utf8') : buffer.toString('base64');
}

/** The wire of Amazon S3. */
export const model: Model = { ...table, codec };
