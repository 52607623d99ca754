"""Calls a server that verifies signatures, by AWS's SDK for Python, and prints what it was answered as JSON."""

import json
import urllib.error
import urllib.request

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError


def visit(url):
    """What a signed URL is answered: the status, and the code of the error if it is one."""
    try:
        with urllib.request.urlopen(url) as answer:
            return [answer.status, answer.read().decode()]
    except urllib.error.HTTPError as error:
        return [error.code, error.read().decode()]


def refusal(call):
    """The code of the error that a call fails with, and what it says."""
    try:
        call()
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    return None


def main():
    sts = boto3.client("sts")
    url = sts.generate_presigned_url("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    status, body = visit(url)
    changed_status, changed = visit(url.replace("GetCallerIdentity", "GetSessionToken"))
    sqs = boto3.client("sqs")
    queue = sqs.create_queue(QueueName="signed")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="a b+c/ü")
    elsewhere = boto3.client("events", region_name="eu-west-1")
    stranger = boto3.client("events", aws_access_key_id="AKIAI44QH8DHBEXAMPLE", aws_secret_access_key="x")
    wrong = boto3.client("sns", aws_secret_access_key="wrong", aws_access_key_id="AKIAIOSFODNN7EXAMPLE")
    nobody = boto3.client("events", config=Config(signature_version=UNSIGNED))
    print(
        json.dumps(
            {
                "signed URL": [status, "<Account>123456789012</Account>" in body],
                "changed URL": [changed_status, "SignatureDoesNotMatch" in changed],
                "functions": boto3.client("lambda").list_functions()["Functions"],
                "messages": [m["Body"] for m in sqs.receive_message(QueueUrl=queue)["Messages"]],
                "another region": refusal(elsewhere.list_rules),
                "a stranger": refusal(stranger.list_rules),
                "another secret": (refusal(wrong.list_topics) or [None])[0],
                "nobody": refusal(nobody.list_rules),
            }
        )
    )


main()
