/** What is wrong with a definition, as ValidateStateMachineDefinition tells it. */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** `/States/Wait/Seconds`. */
  readonly location?: string;
}
