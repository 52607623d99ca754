/** An EventBridge rule, as PutRule and PutTargets take it apart. */
export interface Rule {
  readonly name: string;
  /** The event pattern, as JSON text or as the object it says. */
  readonly pattern: string | Readonly<Record<string, unknown>>;
  /** ENABLED unless told. Only the third state sees Get, List and Describe calls via CloudTrail. */
  readonly state?: 'ENABLED' | 'DISABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  readonly targets: readonly Target[];
}

/** Where a rule sends what it matches. */
export interface Target {
  /** A consumer of the configuration, by name. */
  readonly consumer: string;
}
