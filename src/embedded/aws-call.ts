/** One AWS call the consumer made, as it arrived at the embedded AWS. */
export interface AwsCall {
  /** Lower case, as the SDK client's package names it: `ecs`, `sns`, `ecr`. */
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
  /**
   * What it was answered: by an embedded service, by an answer of the configuration, or with an empty success.
   * `refused`: the request could not be read, and was answered with the error that says so.
   */
  readonly answered: 'embedded' | 'declared' | 'empty' | 'refused';
  /** That a fault of the scenario made it fail, with which error, and whether it was carried out all the same. */
  readonly failed?: { readonly error: string; readonly carriedOut: boolean };
  /** The code of the error that it was answered with, where the service itself refused it: then it has changed nothing. */
  readonly error?: string;
}
