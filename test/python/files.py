"""Keeps files in S3 with boto3, and prints what came of it as JSON."""

import io
import json
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

s3 = boto3.client("s3")
sqs = boto3.client("sqs")
found = {}

s3.create_bucket(Bucket="logs", CreateBucketConfiguration={"LocationConstraint": "us-east-2"})
found["where"] = s3.get_bucket_location(Bucket="logs")["LocationConstraint"]

queue = sqs.create_queue(QueueName="files")["QueueUrl"]
arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
s3.put_bucket_notification_configuration(
    Bucket="logs",
    NotificationConfiguration={"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}]},
)
test = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5)["Messages"][0]
found["test event"] = json.loads(test["Body"])["Event"]
sqs.delete_message(QueueUrl=queue, ReceiptHandle=test["ReceiptHandle"])

s3.put_object(Bucket="logs", Key="a b/ü.json", Body=b"text", Metadata={"one": "1"}, ContentEncoding="gzip")
told = json.loads(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=10)["Messages"][0]["Body"])
found["told of"] = told["Records"][0]["s3"]["object"]["key"]
got = s3.get_object(Bucket="logs", Key="a b/ü.json")
found["got"] = [got["Body"].read().decode(), got["Metadata"], got["ContentEncoding"]]
found["range"] = s3.get_object(Bucket="logs", Key="a b/ü.json", Range="bytes=1-2")["Body"].read().decode()

large = bytes(range(256)) * 24_000
s3.upload_fileobj(
    io.BytesIO(large), "logs", "large", Config=TransferConfig(multipart_threshold=5_242_880, multipart_chunksize=5_242_880)
)
back = io.BytesIO()
s3.download_fileobj("logs", "large", back)
found["large"] = back.getvalue() == large

for number in range(5):
    s3.put_object(Bucket="logs", Key=f"page/{number}", Body=b"")
pages = s3.get_paginator("list_objects_v2").paginate(Bucket="logs", Prefix="page/", PaginationConfig={"PageSize": 2})
found["pages"] = [[item["Key"] for item in page["Contents"]] for page in pages]

found["signed"] = []
for version in ("s3", "s3v4"):
    signer = boto3.client("s3", config=Config(signature_version=version))
    url = signer.generate_presigned_url("get_object", Params={"Bucket": "logs", "Key": "a b/ü.json"})
    found["signed"].append(urllib.request.urlopen(url).read().decode())

found["errors"] = []
for ask in (
    lambda: s3.get_object(Bucket="logs", Key="no"),
    lambda: s3.head_object(Bucket="logs", Key="no"),
    lambda: s3.list_objects_v2(Bucket="no-bucket"),
    lambda: s3.get_bucket_acl(Bucket="logs"),
):
    try:
        ask()
    except ClientError as error:
        found["errors"].append(error.response["Error"]["Code"])

print(json.dumps(found))
