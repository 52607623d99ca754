import type { Given } from '../../scenario/step.ts';

/** Repositories as they are drawn: a plain name first, one with a path, and one whose tags cannot be moved. */
export const REPOSITORIES = ['web', 'team/api', 'team/locked'] as const;
/** Tags as they are drawn. */
export const TAGS = ['v1', 'latest', 'v2', '1.4.2-rc.1'] as const;

/** What there is in the registry as steps are drawn, and what has to be given so that there is. */
export class Ground {
  readonly #given = new Map<string, Given>();
  readonly #images = new Map<string, string[]>();
  readonly #archived = new Set<string>();
  #contents = 1_000;

  get given(): readonly Given[] {
    return [...this.#given.values()];
  }

  /** A repository that is there, given if need be. */
  repository(where: number): string {
    const name = REPOSITORIES[where % REPOSITORIES.length]!;
    this.give(name, {
      repository: { name, ...(name === 'team/locked' && { imageTagMutability: 'IMMUTABLE' as const }) },
    });
    if (!this.#images.has(name)) this.#images.set(name, []);
    return name;
  }

  give(key: string, given: Given): void {
    if (!this.#given.has(key)) this.#given.set(key, given);
  }

  /** Replaces what is given of a repository. */
  settle(name: string, given: Given): void {
    this.#given.set(name, given);
  }

  pushed(repository: string, tag: string): string {
    const reference = `${repository}:${tag}`;
    const images = this.#images.get(repository)!;
    if (!images.includes(reference)) images.push(reference);
    this.#archived.delete(reference);
    return reference;
  }

  /** An image that is there, given if need be. */
  image(where: number, what: number): string {
    const repository = this.repository(where);
    const images = this.#images.get(repository)!.filter((name) => !this.#archived.has(name));
    if (images.length > 0) return images[what % images.length]!;
    const image = this.pushed(repository, 'v0');
    this.give(image, { image: { image } });
    return image;
  }

  /** Layers that no image had before. */
  newLayers(): number[] {
    return [(this.#contents += 1)];
  }

  gone(image: string): void {
    for (const images of this.#images.values()) if (images.includes(image)) images.splice(images.indexOf(image), 1);
  }

  archive(image: string): void {
    this.#archived.add(image);
  }

  /** An image that is in the archive. */
  archived(what: number): string | undefined {
    const images = [...this.#archived];
    return images[what % Math.max(1, images.length)];
  }

  restored(image: string): void {
    this.#archived.delete(image);
  }

  /** Everything of a repository goes. */
  emptied(repository: string): void {
    for (const image of this.#images.get(repository) ?? []) this.#archived.delete(image);
    this.#images.delete(repository);
  }
}
