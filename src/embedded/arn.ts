/** The parts of an Amazon Resource Name, `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty where the resource has none, as with IAM. */
  readonly region: string;
  readonly account: string;
  /** All that follows the fifth colon: `web`, `function:deploy`, `stateMachine:rollout`. */
  readonly resource: string;
}

const FORM = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s;

/** Reads a name that claims to be an ARN; `undefined` where it is none. */
export function parseArn(text: string): Arn | undefined {
  const parts = FORM.exec(text);
  if (parts === null) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = parts;
  return { partition, service, region, account, resource };
}
