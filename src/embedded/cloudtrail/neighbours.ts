import type { ResourcePolicy } from '../policy/permissions.ts';
import type { Bucket } from '../s3/bucket.ts';
import type { NewObject } from '../s3/buckets.ts';

/** The services that trails write to, as far as trails know them. */
export interface Neighbours {
  readonly buckets: {
    seek(name: string): Bucket | undefined;
    refusalTo(service: string, arn: string, action: string, bucket: Bucket, path?: string): string | undefined;
    write(
      service: string,
      arn: string,
      place: { readonly bucket: string; readonly key: string },
      object: NewObject,
    ): unknown;
  };
  readonly topics: {
    policyOf(arn: string): ResourcePolicy | undefined;
    publish(arn: string, publication: { readonly message: string }): unknown;
  };
  readonly logGroups: {
    find(nameOrArn: string): { readonly name: string };
    put(
      group: string,
      stream: string,
      events: readonly { readonly timestamp: number; readonly message: string }[],
    ): void;
  };
}
