"""Drives a served AWS through boto3 and prints what a registered consumer is sent, as JSON."""

import json

import boto3

kinesis = boto3.client("kinesis")
kinesis.create_stream(StreamName="pushes", ShardCount=1)
stream = kinesis.describe_stream_summary(StreamName="pushes")["StreamDescriptionSummary"]["StreamARN"]
consumer = kinesis.register_stream_consumer(StreamARN=stream, ConsumerName="deployer")["Consumer"]["ConsumerARN"]

before = kinesis.put_record(StreamName="pushes", Data=b"one", PartitionKey="web")["SequenceNumber"]
subscription = kinesis.subscribe_to_shard(
    ConsumerARN=consumer, ShardId="shardId-000000000000", StartingPosition={"Type": "TRIM_HORIZON"}
)
kinesis.put_record(StreamName="pushes", Data=b"two", PartitionKey="web")

heard = []
for event in subscription["EventStream"]:
    told = event["SubscribeToShardEvent"]
    heard += [(record["Data"].decode(), record["PartitionKey"]) for record in told["Records"]]
    if len(heard) == 2:
        break
subscription["EventStream"].close()

try:
    kinesis.subscribe_to_shard(
        ConsumerARN=consumer, ShardId="shardId-000000000000", StartingPosition={"Type": "LATEST"}
    )
    again = None
except kinesis.exceptions.ResourceInUseException as error:
    again = error.response["Error"]["Code"]

print(json.dumps({"heard": heard, "again": again}))
