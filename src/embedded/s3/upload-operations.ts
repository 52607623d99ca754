import { hash } from 'node:crypto';
import { Fault } from '../../wire/fault.ts';
import type { Input, Operation } from '../service.ts';
import type { Bucket, Upload } from './bucket.ts';
import type { Buckets } from './buckets.ts';
import { checkedChecksum } from './checksum.ts';
import { headersOf, metadataOf, sourceOf } from './object-operations.ts';
import { readRange } from './range.ts';

/** The operations that bring an object in parts, as clients do with what is large. */
export function uploadOperations(buckets: Buckets): Readonly<Record<string, Operation>> {
  const { random } = buckets.scene;

  function uploadOf(input: Input): { readonly bucket: Bucket; readonly id: string; readonly upload: Upload } {
    const bucket = buckets.find(input['Bucket'] as string);
    const id = input['UploadId'] as string;
    const upload = bucket.uploads.get(id);
    if (upload === undefined || upload.key !== input['Key']) {
      throw new Fault(
        'NoSuchUpload',
        'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
        404,
      );
    }
    return { bucket, id, upload };
  }

  return {
    CreateMultipartUpload: (input) => {
      const bucket = buckets.find(input['Bucket'] as string);
      const UploadId = random.hex(64);
      const Key = input['Key'] as string;
      bucket.uploads.set(UploadId, {
        key: Key,
        headers: headersOf(input),
        metadata: metadataOf(input),
        parts: new Map(),
      });
      return { Bucket: bucket.name, Key, UploadId };
    },
    UploadPart: (input) => {
      const { upload } = uploadOf(input);
      const body = (input['Body'] ?? new Uint8Array()) as Uint8Array;
      const checksum = checkedChecksum(input, body);
      const etag = `"${hash('md5', body)}"`;
      upload.parts.set(input['PartNumber'] as number, { body, etag });
      return { ETag: etag, ...(checksum !== undefined && { [`Checksum${checksum.algorithm}`]: checksum.value }) };
    },
    UploadPartCopy: (input) => {
      const { upload } = uploadOf(input);
      const { body } = sourceOf(input, buckets);
      const asked = input['CopySourceRange'];
      const range = typeof asked === 'string' ? readRange(asked, body.length) : undefined;
      const part = range === undefined ? body : body.subarray(range.start, range.end);
      const etag = `"${hash('md5', part)}"`;
      upload.parts.set(input['PartNumber'] as number, { body: part, etag });
      return { CopyPartResult: { ETag: etag, LastModified: new Date(buckets.scene.now()) } };
    },
    CompleteMultipartUpload: (input) => {
      const { bucket, id, upload } = uploadOf(input);
      const { Parts = [] } = (input['MultipartUpload'] ?? {}) as {
        readonly Parts?: readonly { readonly PartNumber: number; readonly ETag?: string }[];
      };
      const parts = Parts.map(({ PartNumber, ETag }) => {
        const part = upload.parts.get(PartNumber);
        if (part === undefined || part.etag.replaceAll('"', '') !== ETag?.replaceAll('"', '')) throw invalidPart();
        return part;
      });
      if (parts.length === 0) throw invalidPart();
      bucket.uploads.delete(id);
      const digests = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag.slice(1, -1), 'hex')));
      const stored = buckets.put(
        bucket,
        upload.key,
        {
          body: Buffer.concat(parts.map(({ body }) => body)),
          headers: upload.headers,
          metadata: upload.metadata,
          etag: `"${hash('md5', digests)}-${parts.length}"`,
        },
        { how: 'CompleteMultipartUpload' },
      );
      return { Location: `/${bucket.name}/${upload.key}`, Bucket: bucket.name, Key: upload.key, ETag: stored.etag };
    },
    AbortMultipartUpload: (input) => {
      const { bucket, id } = uploadOf(input);
      bucket.uploads.delete(id);
    },
  };
}

function invalidPart(): Fault {
  return new Fault(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  );
}
