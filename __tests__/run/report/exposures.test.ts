import { describe, expect, test } from '@jest/globals';
import { type Pair, makeWorkspace, statesOf, usePair } from '../../support/mirror.js';
import { buildImage } from '../../support/registry/images/images.js';
import type { RegistryOptions } from '../../support/registry/options.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';

const password = secretFor('reader');

function sourceFor(anonymous: boolean): RegistryOptions {
  return { auth: { kind: 'bearer', users: { reader: password }, anonymous } };
}

async function logIn({ source }: Pair): Promise<{ DOCKER_CONFIG: string }> {
  const auths = { [source.host]: { auth: pairInBase64('reader', password) } };
  return { DOCKER_CONFIG: await makeWorkspace({ 'config.json': JSON.stringify({ auths }) }) };
}

function exposedAt(registry: string): { registry: string; why: string } {
  return { registry, why: 'This repository is public.' };
}

describe('B8 a repository that a run makes where it may be public', () => {
  test('is warned of, if the source shows the image only to a login', async () => {
    const pair = await usePair({ source: sourceFor(false) });
    buildImage(pair.source, 'app', '1');
    buildImage(pair.source, 'app', '2');
    const more = { environment: await logIn(pair), exposed: exposedAt(pair.target.host) };
    const report = await pair.mirror(['app:1', 'app:2'], {}, more);
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(report.warnings).toEqual([
      `New on ${pair.target.host}, and perhaps readable by everybody, though the source shows these images only to a login: ${pair.target.host}/${pair.repository('app')}. This repository is public.`,
    ]);
    buildImage(pair.source, 'app', '3');
    expect((await pair.mirror(['app:3'], {}, more)).warnings).toEqual([]);
  });

  test('of more images than a reader looks at is warned of with their number', async () => {
    const pair = await usePair({ source: sourceFor(false) });
    const names = Array.from({ length: 12 }, (_, index) => `app${index}`);
    for (const name of names) buildImage(pair.source, name, '1');
    const more = { environment: await logIn(pair), exposed: exposedAt(pair.target.host) };
    const report = await pair.mirror(
      names.map((name) => `${name}:1`),
      {},
      more,
    );
    expect(report.warnings.join()).toContain(' and 2 more. ');
  });

  test.each<[string, boolean, (pair: Pair) => string]>([
    ['the source shows the image to everybody', true, ({ target }) => target.host],
    ['the target is another', false, () => 'ghcr.io'],
  ])('is not warned of where %s', async (_name, anonymous, registryOf) => {
    const pair = await usePair({ source: sourceFor(anonymous) });
    buildImage(pair.source, 'app', '1');
    const more = { environment: await logIn(pair), exposed: exposedAt(registryOf(pair)) };
    const report = await pair.mirror(['app:1'], {}, more);
    expect([statesOf(report), report.warnings]).toEqual([['mirrored'], []]);
  });

  test('costs nothing where nobody logged in', async () => {
    const plain = await usePair();
    buildImage(plain.source, 'app', '1');
    await plain.mirror(['app:1']);
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    await pair.mirror(['app:1'], {}, { exposed: exposedAt(pair.target.host) });
    expect([pair.source.requests.length, pair.target.requests.length]).toEqual([
      plain.source.requests.length,
      plain.target.requests.length,
    ]);
  });
});
