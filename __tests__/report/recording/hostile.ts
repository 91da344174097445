import { posix } from 'node:path';
import type { Report } from '../../../src/result/report.js';
import type { Files } from '../../support/mirror.js';
import type { Descriptor } from '../../support/registry/images/image-types.js';
import { buildImage } from '../../support/registry/images/images.js';
import { addIndex, imageDescriptor } from '../../support/registry/images/indexes.js';
import type { Registry } from '../../support/registry/registry.js';
import { hostileTexts } from '../reports.js';
import { treeOf } from './bots.js';
import type { PullRequest } from './recorded-pull-request.js';
import { useWorld } from './world.js';

/** So many texts an image: with an image each the comment would be cut. */
const textsAnImage = 3;

const parts = Array.from({ length: Math.ceil(hostileTexts.length / textsAnImage) }, (_value, index) =>
  hostileTexts.slice(index * textsAnImage, (index + 1) * textsAnImage),
);

/**
 * Whatever text of a report comes from outside would do something if it were shown as it is: names of files and images, what is in an image,
 * what a registry says, what a bot says.
 */
export async function hostile(): Promise<Report> {
  const { hub, run, review } = await useWorld();
  const images = parts.map((texts, index) => buildHostile(hub, `evil/inside-${index}`, texts));
  for (const [index, texts] of parts.entries()) {
    const repository = `evil/refused-${index}`;
    buildImage(hub, repository, '1', { seed: repository });
    const when = { kind: 'manifest-get', repository } as const;
    hub.fault({ when, status: 400, code: 'UNKNOWN', message: texts.join(' '), times: Infinity });
  }
  const before = treeOf(images.map((image) => `${image}:1`));
  await run(before);
  const refused = parts.map((_texts, index) => `docker.io/evil/refused-${index}:1`);
  const now = { ...treeOf([...images.map((image) => `${image}:2`), ...refused]), ...filesNamed(hostileTexts) };
  return review(pullRequestOf(images, before, now));
}

/** @returns its name, without a tag: `1` is like any other, and `2` is not */
function buildHostile(registry: Registry, repository: string, texts: readonly string[]): string {
  const plain = buildImage(registry, repository, undefined, { seed: 'plain' });
  addIndex(
    registry,
    repository,
    '1',
    [imageDescriptor(plain), ...onPlatforms(imageDescriptor(plain), texts, 'lost')],
    {},
  );
  const [first = ''] = texts;
  const odd = buildImage(registry, repository, undefined, {
    seed: 'odd',
    config: {
      env: ['PATH=/usr/bin', ...texts.map((text) => `${text}=${text}`)],
      labels: { ...Object.fromEntries(texts.map((text) => [text, text])), long: 'x'.repeat(1_000_000) },
      more: {
        Entrypoint: [...texts],
        User: first,
        WorkingDir: first,
        StopSignal: first,
        ExposedPorts: { [first]: {} },
      },
    },
  });
  addIndex(registry, repository, '2', [imageDescriptor(odd), ...onPlatforms(imageDescriptor(odd), texts, 'new')], {});
  return `docker.io/${repository}`;
}

function onPlatforms(descriptor: Descriptor, texts: readonly string[], variant: string): readonly Descriptor[] {
  return texts.map((text) => ({ ...descriptor, platform: { os: 'linux', architecture: text, variant } }));
}

/** What is no name of a file is left out of it. */
function filesNamed(texts: readonly string[]): Files {
  return Object.fromEntries(
    texts.map((text) => [
      posix.normalize(`images/${text.replaceAll('\0', '')}/Dockerfile`),
      `FROM docker.io/${text}\n`,
    ]),
  );
}

function pullRequestOf(images: readonly string[], before: Files, now: Files): PullRequest {
  const rows = images.map((image) => `| ${image} | </details>@acme/team::error::x | \`1\` → \`2\` |`);
  return {
    author: 'renovate[bot]',
    branch: 'renovate/</details>@acme/team|`#1`|www.evil.example',
    before,
    now,
    body: ['| Package | Update | Change |', '|---|---|---|', ...rows].join('\n'),
    commits: [],
  };
}
