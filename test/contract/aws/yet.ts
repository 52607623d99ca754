/** Operations that no promise drives, or notices, yet. Whoever makes one takes its line out; none is to be left. */
export const YET: readonly string[] = [
  'cloudwatch-logs:StartLiveTail',
  'cloudwatch-logs:StartQuery',
  'kinesis:SubscribeToShard',
  'lambda:DeleteEventSourceMapping',
  'lambda:DeleteFunctionEventInvokeConfig',
  'lambda:GetEventSourceMapping',
  'lambda:GetFunctionConfiguration',
  'lambda:GetFunctionEventInvokeConfig',
  'lambda:InvokeAsync',
  'lambda:ListFunctionEventInvokeConfigs',
  'lambda:UpdateEventSourceMapping',
  'lambda:UpdateFunctionConfiguration',
  'lambda:UpdateFunctionEventInvokeConfig',
  'sts:GetCallerIdentity',
];
