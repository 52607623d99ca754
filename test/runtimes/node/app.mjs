import { ECSClient, UpdateServiceCommand } from '@aws-sdk/client-ecs';

const ecs = new ECSClient({});

export async function handler(event, context) {
  const { 'image-tag': tag, 'repository-name': repository } = event.detail;
  console.log('deploying', tag);
  if (tag === 'broken') {
    console.error('this is going to fail');
    throw new TypeError('there is no such image');
  }
  if (tag === 'slow') for (;;);
  if (tag === 'fatal') process.kill(process.pid, 'SIGKILL');
  const { service } = await ecs.send(new UpdateServiceCommand({ cluster: 'prod', service: repository }));
  return {
    service: service.serviceName,
    request: context.awsRequestId,
    function: context.functionName,
    arn: context.invokedFunctionArn,
    inTime: context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 20_000,
  };
}
