/** Who asks: an AWS service, or somebody of an account. */
export type Principal =
  | { readonly service: string }
  | {
      /** Of a role, a role's session, a user, or an account's root. */
      readonly arn: string;
    };

/** Whether somebody may do something with a resource. */
export interface Question {
  readonly principal: Principal;
  /** `sqs:SendMessage`. */
  readonly action: string;
  /** An ARN. */
  readonly resource: string;
  /** What conditions can look at, by keys in lower case: `aws:sourcearn`. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}
