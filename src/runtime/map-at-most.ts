/**
 * Does the work for each item, so many at a time, in the order of the items. Only what is under way takes memory besides the results: a queue of
 * all items would take some KiB for each.
 * @throws what failed first; the items that come after it are not begun
 */
export async function mapAtMost<Item, T>(
  atMost: number,
  items: readonly Item[],
  work: (item: Item) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  const left = items.entries();
  let isFailed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) {
      if (isFailed) return;
      results[index] = await work(item);
    }
  };
  const workers = Array.from({ length: Math.min(atMost, items.length) }, async () =>
    worker().catch((error: unknown) => {
      isFailed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
  return results;
}
