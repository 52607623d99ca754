import type { Scene } from '../scene.ts';

/** How a command says which instances it is for: by id, or by a tag. */
export interface Target {
  /** `InstanceIds`, `tag:Name`, `tag-key`. */
  readonly key: string;
  readonly values: readonly string[];
}

/** The instances of an account. Whoever names one declares it. */
export interface Instances {
  /** Whether an id is that of an instance, which from here on is known. */
  declare(id: string): boolean;
  known(): readonly string[];
  tagsOf(id: string): Map<string, string>;
  /** The instances that targets mean, each once, in order. */
  resolve(targets: readonly Target[]): readonly string[];
}

/** An instance of EC2, or a managed node elsewhere. */
const ID = /^(?:i-(?:[0-9a-f]{8}|[0-9a-f]{17})|mi-[0-9a-f]{17})$/;

/** Opens the instances of a scenario; none is known at first. */
export function openInstances({
  random,
  takesNamedAsGiven = false,
}: Pick<Scene, 'random'> & Partial<Pick<Scene, 'takesNamedAsGiven'>>): Instances {
  const tags = new Map<string, Map<string, string>>();

  function tagsOf(id: string): Map<string, string> {
    let own = tags.get(id);
    if (own === undefined) tags.set(id, (own = new Map()));
    return own;
  }

  function declare(id: string): boolean {
    if (!ID.test(id)) return false;
    tagsOf(id);
    return true;
  }

  function tagged({ key, values }: Target): readonly string[] {
    const name = key.slice('tag:'.length);
    const found = [...tags].filter(([, own]) =>
      key === 'tag-key' ? values.some((each) => own.has(each)) : values.includes(own.get(name) ?? ''),
    );
    if (found.length > 0 || !takesNamedAsGiven || !key.startsWith('tag:') || values[0] === undefined) {
      return found.map(([id]) => id);
    }
    // A rehearsal that names a tag means that there is something behind it.
    const id = `i-${random.hex(17)}`;
    tagsOf(id).set(name, values[0]);
    return [id];
  }

  return {
    declare,
    tagsOf,
    known: () => [...tags.keys()],
    resolve: (targets) => {
      // Several targets narrow each other down.
      const sets = targets.map((target) =>
        target.key === 'InstanceIds' ? target.values.filter(declare) : tagged(target),
      );
      return [...new Set(sets[0] ?? [])].filter((id) => sets.every((set) => set.includes(id)));
    },
  };
}
