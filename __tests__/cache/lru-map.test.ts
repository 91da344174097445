import { describe, expect, test } from '@jest/globals';
import { LruMap } from '../../src/cache/lru-map.js';

function keysOf(map: LruMap<number, number>): readonly number[] {
  return [...map.entries()].map(([key]) => key);
}

/** Counts how often somebody begins to go over it. */
class CountedMap<K, V> extends Map<K, V> {
  walks = 0;

  override keys(): MapIterator<K> {
    this.walks += 1;
    return super.keys();
  }

  override values(): MapIterator<V> {
    this.walks += 1;
    return super.values();
  }

  override entries(): MapIterator<[K, V]> {
    this.walks += 1;
    return super.entries();
  }

  override [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }
}

describe('a map of bounded weight', () => {
  test('lets go of what was used longest ago', () => {
    const map = new LruMap<number, number>(3, () => 1);
    for (const key of [1, 2, 3]) map.set(key, key);
    map.get(1);
    map.set(4, 4);
    expect(keysOf(map)).toEqual([3, 1, 4]);
    map.get(3);
    map.set(5, 5);
    map.set(6, 6);
    expect(keysOf(map)).toEqual([3, 5, 6]);
  });

  test('lets go of as many as one that is heavy takes the place of, and of all for one that is too heavy', () => {
    const map = new LruMap<number, number>(10, (_key, weight) => weight);
    for (const key of [1, 2, 3, 4, 5]) map.set(key, 2);
    map.set(6, 5);
    expect(keysOf(map)).toEqual([4, 5, 6]);
    map.set(7, 11);
    expect(keysOf(map)).toEqual([]);
    map.set(8, 10);
    expect(keysOf(map)).toEqual([8]);
  });

  test('can be made lighter for a moment', () => {
    const map = new LruMap<number, number>(10, (_key, weight) => weight);
    for (const key of [1, 2, 3]) map.set(key, 3);
    expect(map.weight).toBe(9);
    map.shrinkTo(5);
    expect([map.weight, keysOf(map)]).toEqual([3, [3]]);
    for (const key of [4, 5]) map.set(key, 3);
    expect(keysOf(map)).toEqual([3, 4, 5]);
  });

  test('goes over its entries once, however many come', () => {
    const entries = new CountedMap<number, number>();
    const map = new LruMap(100, () => 1, entries);
    for (let key = 0; key < 10_000; key += 1) map.set(key, key);
    expect(entries.walks).toBeLessThan(10);
    expect(keysOf(map)).toEqual(Array.from({ length: 100 }, (_each, index) => 9_900 + index));
  });
});
