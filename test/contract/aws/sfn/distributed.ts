/** A map that runs an execution of these states for each of its `tags`. */
export function distributed(label: string, states: Record<string, object>, more: object = {}) {
  return {
    Each: {
      Type: 'Map',
      Label: label,
      ItemsPath: '$.tags',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: Object.keys(states)[0],
        States: states,
      },
      End: true,
      ...more,
    },
  };
}
