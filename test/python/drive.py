"""Drives the AWS at AWS_ENDPOINT_URL with boto3 as a Python program would, and prints what it saw as JSON."""

import json

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

CONFIG = Config(retries={"total_max_attempts": 1})
events = boto3.client("events", config=CONFIG)
sqs = boto3.client("sqs", config=CONFIG)
saw = {}


def make_queue(name, **attributes):
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return url, arn


def receive(url, **how):
    answer = sqs.receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2, AttributeNames=["All"], **how
    )
    return answer.get("Messages", [])


def count(url):
    answer = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
    return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def refusal(call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        return [type(error).__name__, error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return None


dead_url, dead_arn = make_queue("pushes-dead")
url, arn = make_queue(
    "pushes", RedrivePolicy=json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2})
)
events.put_rule(Name="pushes", EventPattern=json.dumps({"detail": {"action-type": ["PUSH"]}}))
saw["targets refused"] = events.put_targets(Rule="pushes", Targets=[{"Id": "queue", "Arn": arn}])["FailedEntryCount"]

entries = [
    {
        "Source": "contract.registry",
        "DetailType": "ECR Image Action",
        "Detail": json.dumps({"action-type": action, "image-tag": tag}),
    }
    for action, tag in [("PUSH", "good"), ("DELETE", "unseen"), ("PUSH", "poison")]
]
put = events.put_events(Entries=entries)
saw["events refused"] = put["FailedEntryCount"]

messages = []
while len(messages) < 2:
    batch = receive(url)
    if not batch:
        break
    messages.extend(batch)
# botocore compares each body with the digest that came with it before it hands a message over.
bodies = {json.loads(message["Body"])["detail"]["image-tag"]: message for message in messages}
saw["received"] = sorted(bodies)
saw["ids kept"] = json.loads(bodies["good"]["Body"])["id"] == put["Entries"][0]["EventId"]

sqs.delete_message(QueueUrl=url, ReceiptHandle=bodies["good"]["ReceiptHandle"])
sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=bodies["poison"]["ReceiptHandle"], VisibilityTimeout=0)
again = receive(url, VisibilityTimeout=0)
saw["received again"] = [
    [json.loads(message["Body"])["detail"]["image-tag"], message["Attributes"]["ApproximateReceiveCount"]]
    for message in again
]
saw["after that"] = len(receive(url))
saw["dead letters"] = count(dead_url)

sqs.start_message_move_task(SourceArn=dead_arn)
moved = receive(url)
saw["moved back"] = [json.loads(message["Body"])["detail"]["image-tag"] for message in moved]
for message in moved:
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
saw["left"] = [count(url), count(dead_url)]

saw["no queue"] = refusal(sqs.get_queue_url, QueueName="nothing")
saw["no rule"] = refusal(events.describe_rule, Name="nothing")
saw["eleven events"] = refusal(events.put_events, Entries=entries[:1] * 11)[:2]

print(json.dumps(saw))
