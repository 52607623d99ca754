/** Operations that no promise drives, or notices, yet. Whoever makes one takes its line out; none is to be left. */
export const YET: readonly string[] = ['cloudwatch-logs:StartQuery'];
