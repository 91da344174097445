import { describe, expect, test } from '@jest/globals';
import { addJsonManifest, buildImage, descriptorOf } from '../../support/registry/images/images.js';
import { addIndex, buildIndex } from '../../support/registry/images/indexes.js';
import { closedGate } from '../../support/timing/gate.js';
import { explain, onlyImage, statesOf, usePair, usedUploads } from '../../support/mirror.js';

const indexType = 'application/vnd.oci.image.index.v1+json';

describe('C5 required platforms', () => {
  test('that the index lacks: failed before copying, saying what is missing and what there is', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { platforms: 'linux/amd64, linux/s390x' });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toContain('does not serve linux/s390x; it serves linux/amd64, linux/arm64');
    expect(usedUploads(pair.target) + pair.target.count('manifest-put')).toBe(0);
  });

  test('that a single image is not for, by its config', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { platform: 'linux/amd64' });
    const report = await pair.mirror(['app:1'], { platforms: 'linux/arm64' });
    expect(explain(report)).toContain('does not serve linux/arm64; it serves linux/amd64');
    expect(usedUploads(pair.target)).toBe(0);
  });

  test('are read from a config before an upload opens; if none is required, the layers need not wait for it', async () => {
    const required = await usePair();
    const { config } = buildImage(required.source, 'app', '1');
    let openedBefore = -1;
    required.source.watch(({ kind, digest }) => {
      if (kind === 'blob-get' && digest === config.digest) openedBefore = usedUploads(required.target);
    });
    expect(statesOf(await required.mirror(['app:1'], { platforms: 'linux/amd64' }))).toEqual(['mirrored']);
    // The one that shows whether the run may write may not be cancelled yet.
    expect([0, 1]).toContain(openedBefore);
    const any = await usePair();
    buildImage(any.source, 'app', '1');
    const gate = closedGate();
    any.target.watch(({ kind, url }) => {
      if (kind === 'upload-post' && url.includes('mount=')) gate.open();
    });
    any.source.fault({ when: { kind: 'blob-get', digest: config.digest }, holdUntil: gate.opened });
    expect(onlyImage(await any.mirror(['app:1']))).toMatchObject({ state: 'mirrored', platforms: ['linux/amd64'] });
    expect(any.source.count('blob-get', ({ digest }) => digest === config.digest)).toBe(1);
  });

  test('are looked for in a copy that is there already, too', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    await pair.mirror(['app:1']);
    await pair.source.pause();
    const report = await pair.mirror(['app:1'], { platforms: 'linux/s390x', compare: 'presence' });
    expect(statesOf(report)).toEqual(['failed']);
    expect(explain(report)).toMatch(/on the target: the image does not serve linux\/s390x/);
  });

  test('are found in inner indexes, and in configs where an index does not say', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'nested', '1', { nested: true, platforms: ['linux/amd64', 'linux/arm64'] });
    const images = ['linux/amd64', 'linux/arm64'].map((platform) =>
      buildImage(pair.source, 'silent', undefined, { platform }),
    );
    addIndex(pair.source, 'silent', '1', images.map(descriptorOf), {});
    for (const mode of ['check', 'mirror', 'verify'])
      expect(
        explain(await pair.mirror(['nested:1', 'silent:1'], { mode, platforms: 'linux/amd64, linux/arm64' })).trim(),
      ).toBe('');
    const report = await pair.mirror(['nested:1', 'silent:1'], { platforms: 'linux/s390x', mode: 'verify' });
    for (const { message } of report.images)
      expect(message).toContain('does not serve linux/s390x; it serves linux/amd64, linux/arm64');
  });

  test('of an index whose platforms are empty are read from its configs', async () => {
    const pair = await usePair();
    const image = descriptorOf(buildImage(pair.source, 'app', undefined));
    addJsonManifest(pair.source, 'app', '1', {
      schemaVersion: 2,
      mediaType: indexType,
      manifests: [{ ...image, platform: {} }],
    });
    expect(explain(await pair.mirror(['app:1'], { platforms: 'linux/amd64' }))).toBe('');
  });

  test('may be warned of instead', async () => {
    const pair = await usePair();
    buildIndex(pair.source, 'app', '1');
    const report = await pair.mirror(['app:1'], { platforms: 'linux/s390x', 'on-missing-platform': 'warn' });
    expect(statesOf(report)).toEqual(['mirrored']);
    expect(onlyImage(report).warnings.join()).toContain('linux/s390x');
  });
});
