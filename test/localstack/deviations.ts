import type { Place } from '../contract/aws/place.ts';

const FAILS_TO_REPLAY = {
  how: 'keeps times as texts, and fails over them when it is to replay',
  says: 'exception while calling events.StartReplay: replace() takes at least 2 positional arguments',
};

const NOT_EMULATED = { how: 'has nothing of the kind', says: 'has not yet been emulated by LocalStack' };

const NO_LIVE_TAIL = { how: 'has nothing of the kind', says: 'start_live_tail action has not been implemented' };

const FINDS_NO_FIELDS = { how: 'finds no field of a message, and heeds no filter', says: '[ {}, {}, {}, {} ]' };

const NO_TRIALS = {
  how: 'has nothing of the kind',
  says: 'test_metric_filter action has not been implemented',
};

const NO_PERMISSIONS = 'keeps policies and asks none of them';

const NO_DEAD_LETTERS = 'takes the queue for dead letters and sends nothing to it';

/** What LocalStack 4.14.0 does differently from AWS: the promise that it breaks, and how. */
export const DEVIATIONS: Place['deviations'] = {
  'events: no events are refused': { how: 'takes an empty list', says: 'resolved "{ FailedEntryCount: +0' },
  'events: all entries together may be 1 MiB': {
    how: 'holds each detail to the 256 KiB of earlier days',
    says: 'Total size of the entries in the request is over the limit.',
  },
  'events: a time counts for 14 bytes': {
    how: 'holds each detail to the 256 KiB of earlier days',
    says: 'Total size of the entries in the request is over the limit.',
  },
  'events: what AWS itself would say is refused': { how: 'takes any source', says: '{ FailedEntryCount: 0, EventId:' },
  'events: a detail nested a thousand levels deep is taken, one more is malformed': {
    how: 'counts no levels',
    says: '{ FailedEntryCount: 0 }',
  },
  'events: a pattern that is none is refused': {
    how: 'looks at a pattern only when an event comes',
    says: '{ RuleArn: ',
  },
  'events: a disabled rule sees nothing until it is enabled': {
    how: 'sends what a disabled rule matches',
    says: "'unseen'",
  },
  'events: a target has one input at most': {
    how: 'takes an input and a path together',
    says: '{ FailedEntryCount: 0, FailedEntries: []',
  },
  'events: a number in a template of text is its digits': {
    how: 'fails to put a number into a text, and sends nothing',
    says: 'expected undefined to be',
  },
  'events: several lines of text arrive as they are': {
    how: 'takes the lines for one text, and escapes what is between them',
    says: `'"update-account\\\\"\\\\n\\\\"0a787ecb-4015"'`,
  },
  'events: the event without its detail names its type in one word': {
    how: 'begins with the version, as the event does',
    says: "[ 'version', 'id', 'detailType', 'source', 'account', 'time', 'region', 'resources' ]",
  },
  'events: an event goes on to another bus, as it is': {
    how: 'gives the event the time at which it went on',
    says: "{ source: 'contract.registry', time: '",
  },
  'events: an event comes again with the name of the replay, otherwise as it was': FAILS_TO_REPLAY,
  'events: the name of the replay stands after the region': FAILS_TO_REPLAY,
  'events: an archive with a pattern keeps only what matches': FAILS_TO_REPLAY,
  'events: an event that a target cannot take becomes a dead letter as it was': {
    how: NO_DEAD_LETTERS,
    says: 'expected {} to deeply equal',
  },
  'events: a dead letter says which rule and target it was for, and what went wrong': {
    how: NO_DEAD_LETTERS,
    says: 'expected {} to match object',
  },
  'events: a template that becomes no JSON makes a dead letter of the event': {
    how: NO_DEAD_LETTERS,
    says: 'expected undefined to match object',
  },
  'events: what the policy of a queue does not let in becomes a dead letter at once': {
    how: NO_PERMISSIONS,
    says: 'expected undefined to match object',
  },
  'events: a topic goes by its policy too': { how: NO_PERMISSIONS, says: 'to deeply equal []' },
  'events: a queue is not sent what its policy does not let a topic send': {
    how: NO_PERMISSIONS,
    says: 'to deeply equal []',
  },
  'events: a bus refuses the events of an account that it permits no longer': {
    how: NO_PERMISSIONS,
    says: '{ FailedEntryCount: +0',
  },
  'events: an API destination is made, changed, listed and deleted': {
    how: 'ends its ARN in eight digits, not in a UUID',
    says: 'api-destination/deploy/',
  },
  'events: a connection is changed, and authorizes anew': {
    how: 'takes a new description and forgets it',
    says: "AuthorizationType: 'BASIC'",
  },
  'events: a connection is deauthorized, and stays': NOT_EMULATED,
  'events: a bus is changed, and what is left out is no more': NOT_EMULATED,
  'events: a bus that is not there is not changed': NOT_EMULATED,
  'events: replays are listed by their name, their archive and their state': {
    how: 'lists replays in any state',
    says: "[ 'again', 'once-more' ] to deeply equal []",
  },
  'events: a replay of nothing is completed, and cannot be cancelled any more': {
    how: 'cancels what is completed',
    says: 'instead of rejecting',
  },
  'events: a global endpoint is made of a bus in two regions, and described': NOT_EMULATED,
  'events: a global endpoint is changed and listed': NOT_EMULATED,
  'events: a global endpoint is made once': NOT_EMULATED,
  'events: a global endpoint is deleted, and then is not there': NOT_EMULATED,
  'events: an account has no event sources of partners': NOT_EMULATED,
  'events: an account that is no partner has made no event sources': NOT_EMULATED,
  'events: only a partner makes event sources and puts events into them': {
    ...NOT_EMULATED,
    says: "{ name: 'InternalFailure' }",
  },
  'events: a permission that nobody has given is not taken away': {
    how: 'gives every bus a policy, if an empty one',
    says: "[ 'Statement with the provided id does not exist.' ]",
  },
  'events: an archive that is not there is not changed': {
    how: 'fails over it',
    says: 'InternalException: Service encountered unexpected problem',
  },
  'events: a connection that is not there is not deauthorized': NOT_EMULATED,
  'logs: a filter of words finds messages with all of them': {
    how: 'gives every event, whatever the filter',
    says: "[ 'ERROR in push', 'all is well', 'ERROR in scan' ]",
  },
  'logs: a filter of JSON looks at fields': { how: 'gives every event, whatever the filter', says: "'no JSON' ]" },
  'logs: a subscription filter sends what it matches to a stream, packed': {
    how: 'sends every event, whatever the filter',
    says: "message: 'all is well' }",
  },
  'logs: a subscription is tried out before anything is sent': {
    how: 'sends no control message',
    says: 'expected undefined to match',
  },
  'logs: retention is of certain lengths': { how: 'takes any length', says: 'instead of rejecting' },
  'logs: a log stream is made once, and its events go with it': {
    how: 'speaks of a group where it means a stream',
    says: "message: 'The specified log group already exists'",
  },
  'logs: a log group is tagged by its ARN': {
    how: 'takes the tags and forgets them',
    says: "expected {} to deeply equal { team: 'web', stage: 'test' }",
  },
  'logs: a log group is encrypted with a key, and no longer': {
    how: 'has nothing of the kind',
    says: 'The associate_kms_key action has not been implemented',
  },
  'logs: log groups are found by a pattern of their names': {
    how: 'takes the whole pattern for a part of the name',
    says: "expected [] to deeply equal [ '/aws/lambda/deploy'",
  },
  'logs: metric filters are made, counted, described and deleted': {
    how: 'counts none',
    says: 'metricFilterCount: 0',
  },
  'logs: a metric filter of a group that is not there is refused by that name': {
    how: 'takes it',
    says: 'instead of rejecting',
  },
  'logs: a filter pattern is tried on messages, and tells what it finds in them': NO_TRIALS,
  'logs: a filter pattern that is none is refused': { ...NO_TRIALS, says: 'test_metric_filter a' },
  'logs: a resource policy is a policy': { how: 'takes any text', says: 'resolved "{ resourcePolicy: ' },
  'logs: whoever watches a log group is told first what is watched, then what is written': NO_LIVE_TAIL,
  'logs: only what matches is told': NO_LIVE_TAIL,
  'logs: of more than five hundred events in a second, a sample is told': NO_LIVE_TAIL,
  'logs: a log group that is not there is not watched': { ...NO_LIVE_TAIL, says: 'The start_live_tail acti' },
  'logs: log groups are watched by their ARNs': { ...NO_LIVE_TAIL, says: 'The start_live_tail acti' },
  'logs: a query gives the fields that it names, the latest event first': {
    how: 'gives the oldest first, and times as numbers',
    says: "'@timestamp': '17",
  },
  'logs: a query is running before it is complete': {
    how: 'has every query complete at once',
    says: "expected 'Complete' to match",
  },
  'logs: a query looks into messages that are JSON': FINDS_NO_FIELDS,
  'logs: a query counts, sums and groups': FINDS_NO_FIELDS,
  'logs: a query tells how much it has looked at': {
    how: 'does not tell',
    says: 'expected undefined to match object',
  },
  'logs: a line is found again by what a query points at': {
    how: 'has nothing of the kind',
    says: 'get_log_record action has not been implemented',
  },
  'logs: queries are listed, and stopped while they run': {
    how: 'stops none',
    says: 'stop_query action has not been implemented',
  },
  'logs: a query that cannot be read is refused, and the place told': {
    how: 'takes any text',
    says: 'instead of rejecting',
  },
  'logs: a log group that is not there is not encrypted': {
    how: 'has nothing of the kind',
    says: 'The associate_kms_key action has not been implemented',
  },
  'logs: a log group that is not there has no metric filters': {
    how: 'finds none, and does not look for the group',
    says: "[ 'answered' ]",
  },
  'logs: a log group that is not there has no tags': {
    how: 'takes tags for it, or refuses without a word',
    says: "[ 'answered', 'ResourceNotFoundException: UnknownError' ]",
  },
  'logs: a function that is not there is sent no events': {
    how: 'speaks of a role that nobody has given',
    says: 'destinationArn for vendor lambda cannot be used with roleArn',
  },
  'logs: a token that nobody was given leads nowhere': { how: 'takes it', says: "[ 'answered' ]" },
  'logs: a query that nobody has asked has no results': { how: 'fails over it', says: "{ name: 'InternalError' }" },
  'logs: a pointer that nobody was given points at nothing': {
    how: 'has nothing of the kind',
    says: "{ name: 'InternalFailure' }",
  },
  'logs: a query tells which log groups it is of': {
    how: 'has nothing of the kind',
    says: 'list_log_groups_for_query action has not been implemented',
  },
  'logs: a log group tells which fields its lines have, and how many of them': {
    how: 'has nothing of the kind',
    says: 'get_log_group_fields action has not been implemented',
  },
  'logs: a query is kept under a name, changed and deleted': {
    how: 'has nothing of the kind',
    says: 'put_query_definition action has not been implemented',
  },
  'functions: an alias is a name for a version': {
    how: 'configures no function by its alias',
    says: ':function:deploy:live',
  },
  'kinesis: shards share the range of hash keys': {
    how: 'parts the range one key too early',
    says: "EndingHashKey: '170141183460469231731687303715884105726'",
  },
  'kinesis: a stream that is not there is refused by that name': {
    how: 'names the ARN where AWS names stream and account',
    says: "message: 'Stream arn arn:aws:kinesis:",
  },
  'kinesis: a stream is made once': { how: 'names no account', says: "message: 'Stream pushes already exists'" },
  'kinesis: a stream is scaled, at most to twice what it was': {
    how: 'refuses more than twice as many shards by another name',
    says: 'expected InvalidArgumentException: Cannot update s',
  },
  'kinesis: a consumer subscribes to a shard once in five seconds': {
    how: 'lets a consumer subscribe as often as it likes',
    says: 'resolved "AsyncGenerator{}"',
  },
  'kinesis: a consumer is told the children of a shard that is split, and no more of it': {
    how: 'fails to read a shard that is closed, and breaks off',
    says: 'Error: aborted',
  },
  'kinesis: a shard is sent only to a consumer that is there': {
    how: 'fails over a consumer that is not there',
    says: 'expected InternalError: exception while calling ki',
  },
  'kinesis: a stream is tagged as other resources are': {
    how: 'does not know the operations that tag any resource',
    says: 'Unable to determine service/operation name to be authorized',
  },
  'kinesis: a record may be larger than 1 MiB where the stream says so': {
    how: 'has records of 1 MiB at most',
    says: 'Unable to determine service/operation name to be authorized',
  },
  'kinesis: a stream that shares records out by itself takes them without a key': {
    how: 'knows no stream that shares records out',
    says: 'exception while calling kinesis with unknown operation',
  },
  'sns: a topic tells its attributes': { how: 'counts no subscription', says: "SubscriptionsConfirmed: '0'" },
  'sns: a batch of none is refused': {
    how: 'fails over an empty batch',
    says: 'expected InternalErrorException: exception',
  },
  'sns: a topic with an archive sends again what was published, as it was and marked': {
    how: 'keeps nothing to send again',
    says: 'InvalidParameterException: Invalid parameter: Attributes Reason: AttributeName',
  },
  'sns: a subscription is sent again only what it filters, and only up to where it asks': {
    how: 'keeps nothing to send again',
    says: 'InvalidParameterException: Invalid parameter: AttributeName',
  },
  'sns: a topic tells since when it keeps messages, and is not deleted while it does': {
    how: 'keeps nothing to send again',
    says: 'expects to receive a string, but got undefined',
  },
  'sns: only a FIFO topic keeps what is published to it': {
    how: 'takes any attribute',
    says: "resolved \"{ '$metadata'",
  },
  'sfn: an execution that failed goes on where it did, once it can': {
    how: 'redrives no execution',
    says: "{ status: 'FAILED' }",
  },
  'sfn: an execution that has not failed is not redriven': {
    how: 'redrives no execution',
    says: 'expected InternalFailure: The API for service step',
  },
  'sns: a topic takes new attributes, and none that no topic has': {
    how: 'takes any attribute',
    says: "resolved \"{ '$metadata'",
  },
  'sns: an account out of the sandbox has no numbers to verify, and none of its own': NOT_EMULATED,
  'sfn: an execution can be stopped': {
    how: 'forgets with what error and why it was stopped',
    says: "{ status: 'ABORTED' }",
  },
  'sfn: a definition that leads nowhere is refused': {
    how: 'takes a definition that leads to a state which is not there',
    says: ':stateMachine:rollout',
  },
  'sfn: a machine may speak JSONata': {
    how: 'would download a Java runtime for JSONata',
    says: "{ status: 'RUNNING', output: undefined }",
  },
  "sfn: a definition is looked at before it is anybody's": {
    how: 'takes a definition that leads to a state which is not there',
    says: "expected 'OK' to be 'FAIL'",
  },
  'sfn: a task that is heard of goes on, and one that is not does not': {
    how: 'forgets the tokens of tasks that are over',
    says: 'InvalidToken: UnknownError',
  },
  'sfn: an execution tells which version it runs, and by which alias': {
    how: 'fails to run a machine as it is once an alias has led to a version of it',
    says: "exception while calling stepfunctions.StartExecution: cannot pickle '_thread.lock' object",
  },
  'sfn: an alias is listed with the versions it leads to, which cannot be deleted as long as it does': {
    how: 'lists the aliases of machines only, not those of a version',
    says: 'InvalidArn: Invalid arn: ',
  },
  'sfn: a failure that would be tried again says so': {
    how: 'fails over a Retry that is tried out',
    says: "error: 'States.Runtime'",
  },
  'sfn: the executions of a map run are listed, and each is described': {
    how: 'lists executions of machines only, and fails without one',
    says: 'exception while calling stepfunctions.ListExecutions: expected string or bytes-like object',
  },
  'sfn: a distributed map that tolerates no failure fails with the first': {
    how: 'puts up with every failure of a distributed map',
    says: "status: 'SUCCEEDED'",
  },
  'sfn: a map run lets more in at once when it is told to': {
    how: 'changes what it tells of a map run, and nothing about how it goes',
    says: 'to be less than 4800',
  },
  'parameters: parameters are read by their names and by their path': {
    how: 'takes the slash off a name that it does not know',
    says: "[ 'nothing' ] to deeply equal [ '/nothing' ]",
  },
  'parameters: a secret is shown only to those who ask for it': {
    how: 'writes the name of the key before a secret, and calls it encrypted',
    says: "'kms:alias/aws/ssm:hush'",
  },
  'sqs: a batch with one id twice is refused, and the id named': {
    how: 'names no id',
    says: "{ name: 'BatchEntryIdsNotDistinct', message: 'UnknownError' }",
  },
  'sqs: a message that is received too often becomes a dead letter, and is moved back as a new one': {
    how: 'moves the message itself, under the id it had',
    says: "not to be '",
  },
  'sqs: an attribute out of its range is refused': {
    how: 'takes any value',
    says: 'resolved "{ …(2) }" instead of rejecting',
  },
  'firehose: a delivery stream is made, described, listed and deleted': {
    how: 'tells none of what a destination has when nothing is said',
    says: "{ BucketARN: 'arn:aws:s3:::contract-archive', Prefix: 'pushes/' }",
  },
  'firehose: a delivery stream needs a destination': { how: 'takes a stream to nowhere', says: 'resolved "{' },
  'firehose: each record that is put has an id': {
    how: 'writes each record at once, into a bucket that has to be there',
    says: 'An error occurred (NoSuchBucket) when calling the PutObject operation',
  },
  'firehose: a destination is changed by who knows its version': {
    how: 'looks at no version',
    says: "resolved \"{ '$metadata'",
  },
  'firehose: a delivery stream is encrypted, and no longer': NOT_EMULATED,
  's3: a bucket tells a queue of its objects': {
    how: 'writes a space in a key as %20, where AWS has a plus',
    says: 'logs/a%20b.gz',
  },
  'sts: a role that is none is refused': { how: 'takes any text for a role', says: 'resolved "{ Credentials:' },
  'sts: a role is assumed by a token of somebody else': {
    how: 'does not read the token',
    says: "{ AssumedRoleUser: { Arn: 'arn:aws:sts::444455556666:assumed-role/deployer/rollout' } }",
  },
  'sts: a token that has expired, or is none, assumes nothing': {
    how: 'does not read the token',
    says: 'resolved "{ Credentials:',
  },
  'sts: keys for a session are those of whoever asks': {
    how: 'forgets whose they are',
    says: "{ Account: '000000000000' }",
  },
  'sts: a key tells its account': {
    how: 'has nothing of the kind',
    says: 'get_access_key_info action has not been implemented',
  },
  'sts: keys for a user who is known elsewhere are of that user': {
    how: 'forgets whose they are',
    says: "Account: '000000000000'",
  },
};
