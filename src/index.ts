/// <reference lib="esnext.disposable" preserve="true" />
/// <reference types="node" preserve="true" />
// Both stand in what is published too: a project that has neither in its own tsconfig would not know what these types are made of.
export { embeddedBus } from './bus/embedded.ts';
export type { Bus, Fidelity, Receipt } from './bus/bus.ts';
export type { AwsSpec, BusSpec, LocalStackSpec } from './bus/bus-spec.ts';
export { type Clock, type Instant, type Milliseconds, virtualClock } from './clock.ts';
export { toRecords } from './cloudtrail/records.ts';
export type { CloudTrailRecord } from './cloudtrail/record.ts';
export type { AwsCall, Consumer, ConsumerSpec, Invocation, Refusal } from './consumer/consumer.ts';
export { openConsumers } from './consumer/open-consumers.ts';
export type { Emission, EventEmission, RecordEmission } from './eventbridge/emission.ts';
export type { BusEvent } from './eventbridge/event.ts';
export { toEvents } from './eventbridge/events.ts';
export { type Place, Problem, type ProblemCode, Problems } from './problem.ts';
export { type Random, seeded } from './random.ts';
export { act } from './registry/act.ts';
export type { Activity } from './registry/activity.ts';
export { findConfig, loadSetup } from './rehearse/config.ts';
export { type Rehearsal, rehearse, type Script, script } from './rehearse/rehearse.ts';
export { type Config, defineConfig, type Setup } from './rehearse/setup.ts';
export { replay } from './replay/replay.ts';
export type { Run } from './replay/run.ts';
export { toJson } from './report/json.ts';
export { showFinding, showFindings, showLimits } from './report/text.ts';
export type { Rule, Target } from './rule/rule.ts';
export { toRules } from './rule/rules.ts';
export { showProblem } from './scenario/problem-text.ts';
export { readScenarioFile } from './scenario/read-file.ts';
export { readScenario } from './scenario/read.ts';
export type { Profile, Scenario } from './scenario/scenario.ts';
export { disturb, toFaults } from './timeline/fault/faults.ts';
export { type Delivery, type Latency, type Timeline, toTimeline } from './timeline/timeline.ts';
export { checkConsumers } from './verdict/check.ts';
export type { Evidence, Finding } from './verdict/finding.ts';
export { judge } from './verdict/judge.ts';
