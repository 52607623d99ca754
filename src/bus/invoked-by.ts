/**
 * What has invoked a function without a rule, by the event it was given: the queue, the topic, the stream. AWS's services put
 * what they bring into envelopes of their own; whatever has none was sent with a call of Lambda's.
 */
export function invokedBy(event: unknown): string {
  if (!isRecord(event)) return CALL;
  const { Records: records, awslogs, requestContext, deliveryStreamArn } = event;
  const record: unknown = Array.isArray(records) ? records[0] : undefined;
  if (isRecord(record)) return byRecord(record);
  if (isRecord(awslogs)) return 'a subscription filter of a log group';
  if (typeof deliveryStreamArn === 'string') return `delivery stream "${lastOf(deliveryStreamArn)}"`;
  if (isRecord(requestContext) && typeof requestContext['functionArn'] === 'string') {
    const [, name = ''] = /:function:([^:]+)/.exec(requestContext['functionArn']) ?? [];
    return `the destination of "${name}"`;
  }
  return CALL;
}

const CALL = 'a call of lambda:Invoke';

function byRecord({
  eventSource,
  eventSourceARN: arn,
  EventSource,
  Sns: sns,
  s3,
}: Readonly<Record<string, unknown>>): string {
  const name = typeof arn === 'string' ? lastOf(arn) : '';
  if (eventSource === 'aws:sqs') return `queue "${name}"`;
  if (eventSource === 'aws:kinesis') return `stream "${name}"`;
  if (eventSource === 'aws:s3' && isRecord(s3) && isRecord(s3['bucket']) && typeof s3['bucket']['name'] === 'string') {
    return `bucket "${s3['bucket']['name']}"`;
  }
  if (EventSource === 'aws:sns' && isRecord(sns) && typeof sns['TopicArn'] === 'string') {
    return `topic "${lastOf(sns['TopicArn'])}"`;
  }
  return CALL;
}

function lastOf(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
