import { openAccount } from '../contract/aws/account.ts';
import type { Place } from '../contract/aws/place.ts';
import { DEVIATIONS } from './deviations.ts';
import { makeFunction } from './make-function.ts';

/** Accounts are told apart by the digits of the access key, and none is used twice. */
let opened = 0;

function nextAccount(): string {
  opened += 1;
  return `${String(Date.now()).slice(-9)}${String(opened).padStart(3, '0')}`;
}

/** LocalStack 4.14.0 at an address, if there is one, without anything it would have to download. */
export function localStack(endpoint = ''): Place {
  const missing = 'no LocalStack: set ECREPLAY_LOCALSTACK to the endpoint of localstack/localstack:4.14.0';
  return {
    absent: endpoint === '' ? missing : undefined,
    lacks: {
      lambda: 'LocalStack runs functions in containers of images that are not part of it',
      'functions that change': 'LocalStack changes a function only while a container runs it',
      cloudtrail: 'LocalStack 4.14 has no CloudTrail without a licence',
      dynamodb: "LocalStack fetches DynamoDB Local, a program of AWS's, before it answers a first call",
      ecs: 'LocalStack 4.14 has no ECS without a licence',
      'run command': 'LocalStack 4.14 has no instances that could run one',
    },
    deviations: DEVIATIONS,
    open: () => {
      const id = nextAccount();
      const define = (): never => {
        throw new Error('Functions cannot be defined in this LocalStack');
      };
      return Promise.resolve(
        openAccount({
          endpoint,
          id,
          accessKeyId: id,
          http2: false,
          define,
          makeFunction,
          close: () => Promise.resolve(),
        }),
      );
    },
  };
}
