# A consumer as people write them: boto3 at the top, one handler.
import os
import sys

import boto3

ecs = boto3.client('ecs')


def handler(event, context):
    print('deploying', event['detail']['image-tag'])
    if event['detail']['image-tag'] == 'broken':
        sys.stderr.write('this is going to fail\n')
        raise ValueError('there is no such image')
    if event['detail']['image-tag'] == 'slow':
        while True:
            pass
    if event['detail']['image-tag'] == 'fatal':
        os._exit(9)
    answer = ecs.update_service(cluster='prod', service=event['detail']['repository-name'])
    return {
        'service': answer['service']['serviceName'],
        'request': context.aws_request_id,
        'function': context.function_name,
        'arn': context.invoked_function_arn,
        'inTime': 0 < context.get_remaining_time_in_millis() <= 20000,
    }
