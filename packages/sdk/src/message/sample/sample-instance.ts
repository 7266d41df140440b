import type { CodeLists } from '../codelist/code-list.ts';
import type { ElementDeclaration, SchemaModel } from '../schema-model/schema-model.ts';
import { codesOf } from './codes-of.ts';
import { createRandom } from './random.ts';
import { fillValues } from './structure/fill-values.ts';
import { growElements } from './structure/grow.ts';
import type { SampleSize } from './structure/plan.ts';
import { Routes } from './structure/routes.ts';
import { writeSample } from './write-sample.ts';

/** How a sample is made. */
export interface SampleOptions {
  /** The same seed gives the same sample, byte for byte. */
  readonly seed: number;
  /**
   * `minimal`: nothing that can be left out, but no element empty that can hold something. `usual`: about half of what is optional. `maximal`: everything optional once or twice, a
   * type inside itself once, up to about 1,500 elements.
   */
  readonly size: SampleSize;
  /** Where codes are taken from. Without a list, a code is invented that its type allows. */
  readonly codeLists?: CodeLists | undefined;
}

/** A made-up message. */
export interface SampledInstance {
  /** The document, in UTF-8. */
  readonly xml: string;
  /** What could not be satisfied, was cut or invented, in English; each once. */
  readonly remarks: readonly string[];
}

const routesOf = new WeakMap<SchemaModel, Routes>();

/**
 * Makes up a message that a schema allows, with plausible German content where names tell and facets allow. Whether it is valid is
 * for a validator to say: what could not be satisfied is among the remarks.
 *
 * @example
 * const { xml } = await sampleInstance(model, root, { seed: 1, size: 'minimal' });
 */
export async function sampleInstance(model: SchemaModel, root: ElementDeclaration, options: SampleOptions): Promise<SampledInstance> {
  const routes = routesOf.get(model) ?? new Routes(model);
  routesOf.set(model, routes);
  const remarks = new Set<string>();
  const remark = (text: string): void => void remarks.add(text);
  const elements = growElements(root, { model, routes, random: createRandom(options.seed), size: options.size, remark });
  const random = createRandom(~options.seed);
  const choice = { random, codeLists: options.codeLists, remark };
  const values = fillValues(elements, { random, remark, codesOf: (node) => codesOf(node, choice) });
  return { xml: await writeSample(values), remarks: [...remarks] };
}

export type { SampleSize } from './structure/plan.ts';
