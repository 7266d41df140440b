import type { OwnedResource, Resources } from '../target/services.ts';

/** Things shared during one run, closed in the reverse order of their making. */
export class RunResources implements Resources {
  readonly #things = new Map<string, Promise<OwnedResource<unknown>>>();

  async shared<T>(key: string, create: () => Promise<OwnedResource<T>>): Promise<T> {
    const known = this.#things.get(key);
    const making = known ?? create();
    if (known === undefined) {
      this.#things.set(key, making);
      making.catch(() => {
        if (this.#things.get(key) === making) this.#things.delete(key);
      });
    }
    return (await making).value as T;
  }

  /** Closes everything; one that fails to close does not keep the others open. */
  async close(): Promise<void> {
    const things = [...this.#things.values()].toReversed();
    this.#things.clear();
    for (const thing of things) {
      await thing.then((owned) => owned.close()).catch(() => undefined);
    }
  }
}
