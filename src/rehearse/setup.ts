/// <reference types="node" preserve="true" />
// Stands in what is published too, for projects whose own tsconfig has no types of Node.
import type { BusSpec } from '../bus/bus-spec.ts';
import type { Resources } from '../bus/resource/resources.ts';
import type { ConsumerSpec } from '../consumer/consumer.ts';
import type { Note, RulesAccount, RulesFile } from '../rule/read/reading.ts';
import type { Rule, Target } from '../rule/rule.ts';
import type { Profile } from '../scenario/scenario.ts';

/** A rule as a configuration writes it: its name is its key. */
export type InlineRule = Omit<Rule, 'name' | 'targets'> & {
  /** The bare name of a consumer, or a place with its options. */
  readonly targets: readonly (string | Target)[];
};

/** Files and folders of infrastructure code, relative to the configuration, and live accounts. */
export type RulesFrom = RulesSource | readonly RulesSource[];

/** One thing that rules are read from. */
export type RulesSource = string | RulesFile | RulesAccount;

/** What `ecreplay.config.ts` says. */
export interface Config extends Resources {
  /** Rules by their names; `from` names infrastructure code whose rules count as well, but for those of which there is one here. */
  readonly rules?: { readonly from?: RulesFrom } & Readonly<Record<string, InlineRule | RulesFrom>>;
  readonly consumers?: Readonly<Record<string, ConsumerSpec>>;
  /** Where scenarios are delivered unless a flag says otherwise. */
  readonly bus?: BusSpec;
}

/** Everything a rehearsal needs besides the scenario. Plain and serialisable. */
export interface Setup {
  readonly rules: readonly Rule[];
  readonly consumers: Readonly<Record<string, ConsumerSpec>>;
  /** What the configuration declares besides; state machines are read. */
  readonly resources?: Resources;
  /** The configuration, where there is one. */
  readonly file?: string;
  /** What rules were read from, and what there is to say about it. */
  readonly read?: { readonly files: readonly string[]; readonly notes: readonly Note[] };
  /** The folder that handler paths are relative to, as a path. */
  readonly root: string;
  /** The embedded one unless told. */
  readonly bus?: BusSpec;
  /** Overrides the scenario's own. */
  readonly seed?: number | string;
  readonly profile?: Profile;
}

/** Types a configuration file: `export default defineConfig({ … })`. */
export function defineConfig(config: Config): Config {
  return config;
}
