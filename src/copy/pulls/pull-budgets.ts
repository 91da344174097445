import type { Digest } from '../../image/digest.js';
import type { PullBudget } from '../../result/report.js';
import type { PullDemand, PulledImage } from './pull-need.js';
import { type Admission, type PullBudgetDeps, RegistryBudget } from './registry-budget.js';

/**
 * Shares the pulls that a source's registry has left among the images that are to be copied: those that cannot wait first, then those that the
 * target lacks. A registry without a limit is not waited for; of one with a limit all images are decided on before the first is read.
 */
export class PullBudgets {
  readonly #budgets = new Map<string, RegistryBudget>();

  constructor(images: Iterable<PulledImage>, deps: PullBudgetDeps) {
    for (const image of images) {
      const { registry } = image.source;
      const budget = this.#budgets.get(registry) ?? new RegistryBudget(registry, deps);
      this.#budgets.set(registry, budget);
      budget.expect(image);
    }
  }

  /** Waits until it is known whether the image's manifests can be read, which is so for all of its targets. */
  async admit(demand: PullDemand): Promise<Admission> {
    return this.#budgetOf(demand.image).admit(demand);
  }

  /** Mode `check`: it would be copied. */
  expectCopy(image: PulledImage, digest: Digest): void {
    this.#budgetOf(image).expectCopy(image, digest);
  }

  /** One of the image's targets needs no copy. */
  skip(image: PulledImage): void {
    this.#budgetOf(image).decided();
  }

  /** What is to become of an image that was admitted, when the registry's limit was met meanwhile; undefined: it was not. */
  async recheck(image: PulledImage, error?: unknown): Promise<Admission | undefined> {
    return this.#budgetOf(image).recheck(image, error);
  }

  get reports(): readonly PullBudget[] {
    return [...this.#budgets.values()].flatMap((budget) => budget.report ?? []);
  }

  #budgetOf({ source: { registry } }: PulledImage): RegistryBudget {
    const budget = this.#budgets.get(registry);
    if (budget === undefined) throw new Error(`no image of ${registry} was expected`);
    return budget;
  }
}
