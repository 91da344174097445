import { describe, expect, test } from '@jest/globals';
import { casesOf } from '../../../support/whole-run.js';
import { ownCodec } from './codec.js';
import { compareWithPeers, sampleAnswers, tableAnswers } from './compare-with-peers.js';
import { moreLenient, stricter } from './differences.js';

describe('node:http and undici read an answer as we do, but for the differences that have a name', () => {
  test('each of the table, which has each of these differences', async () => {
    const { problems, named } = await compareWithPeers(ownCodec, tableAnswers);
    expect(problems).toEqual([]);
    expect([...named].toSorted()).toEqual([...stricter, ...moreLenient].map(({ name }) => name).toSorted());
  });

  test('generated and mutated ones', async () => {
    const answers = sampleAnswers(casesOf(4_000));
    const { problems, alike } = await compareWithPeers(ownCodec, answers);
    expect(problems).toEqual([]);
    // Else the generator would make nothing but what everybody refuses.
    expect(alike).toBeGreaterThan(answers.length / 5);
  });
});
