import type { Service } from '../service.ts';
import { bucketOperations } from './bucket-operations.ts';
import { listOperations } from './listing.ts';
import { objectOperations } from './object-operations.ts';
import { uploadOperations } from './upload-operations.ts';

/** Amazon S3, as much as those need who keep files there and those who read them; over the buckets of the account. */
export const s3: Service = ({ buckets }) => ({
  ...bucketOperations(buckets),
  ...objectOperations(buckets),
  ...listOperations(buckets),
  ...uploadOperations(buckets),
});
