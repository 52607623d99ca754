/** The policy of a queue that lets these rules in, by their ARN or a pattern of ARNs, and nobody else. */
export function letRulesIn(queueArn: string, rules: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'events.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnLike: { 'aws:SourceArn': rules } },
      },
    ],
  });
}
