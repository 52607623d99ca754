/** What a Task state's Resource asks for. */
export type Resource =
  | { readonly kind: 'function'; readonly arn: string }
  | {
      readonly kind: 'service';
      /** As the history names it: `sqs`, `aws-sdk:ecr`. */
      readonly type: string;
      /** The service as it stands in the ARN, without `aws-sdk:`. */
      readonly service: string;
      readonly action: string;
      readonly pattern: '' | 'sync' | 'sync:2' | 'waitForTaskToken';
      /** Integrations made for Step Functions word their errors and answers otherwise than those that go through any SDK. */
      readonly optimized: boolean;
    };

/** Reads a Resource; `undefined` for one that no execution could carry out. */
export function readResource(arn: string): Resource | undefined {
  if (/^arn:[\w-]+:lambda:[\w-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/.test(arn)) return { kind: 'function', arn };
  const parts = /^arn:[\w-]+:states:[\w-]*:\d*:(aws-sdk:)?([\w-]+):(\w+)(?:\.(sync:2|sync|waitForTaskToken))?$/.exec(
    arn,
  );
  if (parts === null) return undefined;
  const [, sdk, service = '', action = '', pattern = ''] = parts;
  return {
    kind: 'service',
    type: `${sdk ?? ''}${service}`,
    service,
    action,
    pattern: pattern as '' | 'sync' | 'sync:2' | 'waitForTaskToken',
    optimized: sdk === undefined,
  };
}
