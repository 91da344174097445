import { describe, expect, test } from '@jest/globals';
import { annotationsOf } from '../../../src/report/annotations.js';
import type { OptionTexts } from '../../../src/config/options.js';
import { ConfigurationError } from '../../../src/runtime/errors.js';
import type { Report } from '../../../src/result/report.js';
import { buildImage, descriptorOf } from '../../support/registry/images/images.js';
import { addIndex, buildIndex } from '../../support/registry/images/indexes.js';
import type { Trigger } from '../../../src/tree/known-change.js';
import { changing } from '../../support/changes.js';
import {
  type Files,
  explain,
  mirrorFiles,
  onlyImage,
  silentProgress,
  statesOf,
  usePair,
  useRegistry,
  usedUploads,
} from '../../support/mirror.js';

const nowhere = { target: '127.0.0.1:1/mirror' };

test('T3 N4 six files of one image → one copy, one look-up, and six rows that each keep their own spelling', async () => {
  const { source, target, repository } = await usePair();
  const { digest } = buildImage(source, 'library/app', '1');
  const name = `${source.host}/library/app:1`;
  const spellings = [name, `${name}@${digest}`, name, `${name}@${digest}`, name, name];
  const files = Object.fromEntries(
    spellings.map((written, index) => [`images/${String(index)}/Dockerfile`, `FROM ${written}\n`]),
  );
  const report = await mirrorFiles({ files, inputs: { target: `${target.host}/mirror` } });
  const image = onlyImage(report);
  expect(image.state).toBe('mirrored');
  expect(image.uses.map(({ written }) => written)).toEqual(spellings);
  expect(image.uses.map(({ file }) => file)).toEqual(spellings.map((_, index) => `images/${String(index)}/Dockerfile`));
  expect(target.resolve(repository('library/app'), '1')).toBe(digest);
  expect(target.count('manifest-put', ({ reference }) => reference === '1')).toBe(1);
  expect(source.count('manifest-get')).toBe(1);
});

test('T4 scratch is skipped, in any case, and nothing is looked up', async () => {
  const report = await mirrorFiles({
    files: { 'images/a/Dockerfile': 'FROM scratch\n', 'images/b/Dockerfile': 'FROM SCRATCH\n' },
    inputs: nowhere,
  });
  expect(statesOf(report)).toEqual(['skipped: scratch', 'skipped: scratch']);
  expect(report.traffic.requests).toEqual({});
});

test('T5 T26 every external stage is mirrored, and what COPY and RUN take from images', async () => {
  const { source, target } = await usePair();
  for (const name of ['base', 'tools', 'mounted', 'final']) buildImage(source, name, '1', { seed: name });
  const text = [
    `FROM ${source.host}/base:1 AS Build`,
    `RUN --mount=type=bind,from=${source.host}/mounted:1,target=/m true`,
    'FROM build AS test',
    `FROM ${source.host}/final:1`,
    `COPY --from=${source.host}/tools:1 /a /a`,
    'COPY --from=test /b /b',
  ].join('\n');
  const report = await mirrorFiles({ files: { 'images/app/Dockerfile': text }, inputs: { target: target.host } });
  expect(report.images.map(({ canonical, state }) => `${state} ${canonical ?? ''}`).sort()).toEqual(
    ['base', 'final', 'mounted', 'tools'].map((name) => `mirrored ${source.host}/${name}:1`),
  );
});

test('T6 build arguments name the image; one that is unknown is an error row with its line, and the others go on', async () => {
  const { source, target } = await usePair();
  buildImage(source, 'app', '15');
  const files = {
    'images/a/Dockerfile': `ARG V=14\nFROM ${source.host}/app:$V\n`,
    'images/b/Dockerfile': `ARG TAG\nFROM ${source.host}/app:\${TAG}\n`,
  };
  const report = await mirrorFiles({ files, inputs: { target: target.host, 'build-args': 'V=15' } });
  expect(statesOf(report)).toEqual(['mirrored', 'failed']);
  expect(report.images[1]).toMatchObject({ uses: [{ file: 'images/b/Dockerfile', line: 2 }] });
  expect(report.images[1]?.message).toContain('TAG');
});

describe('T7 a literal --platform is checked against the platforms of the source', () => {
  test.each([
    ['linux/arm64', 'mirrored'],
    ['linux/s390x', 'failed'],
    ['$BUILDPLATFORM', 'mirrored'],
  ])('%s: %s', async (platform, state) => {
    const { source, target } = await usePair();
    buildIndex(source, 'app', '1');
    const files = { 'images/a/Dockerfile': `FROM --platform=${platform} ${source.host}/app:1 AS b\n` };
    const report = await mirrorFiles({ files, inputs: { target: target.host } });
    expect(onlyImage(report).state).toBe(state);
    if (state === 'failed') {
      expect(explain(report)).toContain('does not serve linux/s390x; it serves linux/amd64, linux/arm64');
      expect(usedUploads(target)).toBe(0);
    }
  });
});

describe('T24 T25 a platform is read as builders read it', () => {
  const spellings = ['amd64', 'Linux/X86_64', 'linux', 'linux/arm64/8', 'linux/aarch64', 'arm64', 'linux/arm64/v8.0'];

  test.each(spellings)('%s in FROM, and in the input', async (platform) => {
    const { source, target } = await usePair();
    buildIndex(source, 'app', '1', { platforms: ['linux/amd64', 'linux/arm64/v8'] });
    const flagged = { 'images/a/Dockerfile': `FROM --platform=${platform} ${source.host}/app:1\n` };
    expect(statesOf(await mirrorFiles({ files: flagged, inputs: { target: `${target.host}/a` } }))).toEqual([
      'mirrored',
    ]);
    const plain = { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` };
    const inputs = { target: `${target.host}/b`, platforms: platform };
    expect(statesOf(await mirrorFiles({ files: plain, inputs }))).toEqual(['mirrored']);
  });

  test('and one that the image lacks is named in the same spelling', async () => {
    const { source, target } = await usePair();
    buildIndex(source, 'app', '1');
    const files = { 'images/a/Dockerfile': `FROM --platform=armhf ${source.host}/app:1\n` };
    const report = await mirrorFiles({
      files,
      inputs: { target: target.host, platforms: 'windows(10.0.20348)/amd64' },
    });
    expect(explain(report)).toContain('does not serve windows(10.0.20348)/amd64, linux/arm; it serves linux/amd64');
  });

  test('and of several builds of Windows each counts', async () => {
    const { source, target } = await usePair();
    const versions = ['10.0.17763.5122', '10.0.20348.2113'];
    const manifests = versions.map((version) => ({
      ...descriptorOf(buildImage(source, 'app', undefined, { platform: 'windows/amd64', seed: version })),
      platform: { os: 'windows', architecture: 'amd64', 'os.version': version, 'os.features': ['win32k'] },
    }));
    addIndex(source, 'app', '1', manifests, {});
    const mirror = async (platforms: string): Promise<Report> =>
      mirrorFiles({
        files: { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` },
        inputs: { target: target.host, platforms, mode: 'check' },
      });
    expect(statesOf(await mirror('windows(10.0.17763)/amd64, windows(10.0.20348)/amd64'))).toEqual(['would-mirror']);
    expect(explain(await mirror('windows(10.0.18363)/amd64'))).toContain(
      'does not serve windows(10.0.18363)/amd64; it serves windows(10.0.17763.5122+win32k)/amd64, windows(10.0.20348.2113+win32k)/amd64',
    );
    expect(onlyImage(await mirror('windows/amd64')).platforms).toEqual(['windows/amd64']);
  });
});

describe('T18 T19 the frontend of a file', () => {
  test.each([
    ['# syntax=docker/dockerfile:1.9', '# syntax=NAME\nFROM scratch\n', 1],
    [
      'with words for it, below another directive',
      '# check=skip=all\n#SYNTAX = NAME // experimental\nFROM scratch\n',
      2,
    ],
    ['after a shebang', '#!/usr/bin/env docker\n# syntax=NAME\nFROM scratch\n', 2],
    ['by //', '//syntax=NAME\nanything {}\n', 1],
    ['by // after a shebang', '#!/x\n// syntax = NAME\n', 2],
    ['in JSON', '{\n  "image": "other:1",\n  "syntax": "NAME"\n}\n', 3],
  ])('%s is an image, with its line', async (_name, text, line) => {
    const { source, target, repository } = await usePair();
    const { digest } = buildIndex(source, 'docker/dockerfile', '1.9');
    const name = `${source.host}/docker/dockerfile:1.9`;
    const files = { 'images/app/Dockerfile': text.replace('NAME', name) };
    const report = await mirrorFiles({ files, inputs: { target: `${target.host}/mirror` } });
    const image = report.images.find(({ canonical }) => canonical === name);
    expect(image).toMatchObject({ state: 'mirrored', uses: [{ file: 'images/app/Dockerfile', line, written: name }] });
    expect(report.images.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(target.resolve(repository('docker/dockerfile'), '1.9')).toBe(digest);
  });

  test.each([
    ['below a blank line', '#!/x\n\n# syntax=quay.io/a/b:1\nFROM scratch\n'],
    ['below a comment', '# hello\n# syntax=quay.io/a/b:1\nFROM scratch\n'],
    ['behind a blank', ' # syntax=quay.io/a/b:1\nFROM scratch\n'],
    ['in a build argument', 'FROM scratch\n'],
  ])('%s is none, as BuildKit has it', async (_name, text) => {
    const inputs = { ...nowhere, 'build-args': 'BUILDKIT_SYNTAX=quay.io/a/b:1' };
    const report = await mirrorFiles({ files: { 'images/Dockerfile': text }, inputs });
    expect(statesOf(report)).toEqual(['skipped: scratch']);
    expect(report.warnings).toEqual([
      expect.stringMatching(/^build-args: BUILDKIT_SYNTAX names a frontend for builds/),
    ]);
  });

  test('T11 says nothing of the folder', async () => {
    const { source, target } = await usePair();
    buildImage(source, 'docker/dockerfile', '1');
    const text = `# syntax=${source.host}/docker/dockerfile:1\nFROM scratch\n`;
    const files = { 'images/quay.io/a/b/Dockerfile': text };
    const report = await mirrorFiles({ files, inputs: { target: target.host, 'strict-layout': 'true' } });
    expect(new Set(statesOf(report))).toEqual(new Set(['mirrored', 'skipped: scratch']));
    expect(report.images.flatMap(({ uses }) => uses.flatMap(({ warnings = [] }) => warnings))).toEqual([]);
  });

  test('T29 that is not for Dockerfiles: no FROM is missed, and a warning says what is not read', async () => {
    const { source, target } = await usePair();
    buildImage(source, 'mocker', '1');
    const files = { 'images/Dockerfile': `# syntax=${source.host}/mocker:1\napiVersion: v1\n` };
    const report = await mirrorFiles({ files, inputs: { target: target.host } });
    expect(onlyImage(report).state).toBe('mirrored');
    expect(onlyImage(report).uses[0]?.warnings).toEqual([
      expect.stringMatching(/^There is no FROM in this file, which/),
    ]);
    const dockers = { 'images/Dockerfile': `# syntax=${source.host}/docker/dockerfile:1\nRUN true\n` };
    expect(explain(await mirrorFiles({ files: dockers, inputs: nowhere }))).toContain('There is no FROM in this file');
  });

  test('that has no name is an error row with its line', async () => {
    const files = { 'images/Dockerfile': '# check=skip=all\n# syntax= \t\nFROM scratch\n' };
    const report = await mirrorFiles({ files, inputs: nowhere });
    expect(new Set(statesOf(report))).toEqual(new Set(['failed', 'skipped: scratch']));
    expect(annotationsOf(report)).toMatchObject([{ level: 'error', use: { file: 'images/Dockerfile', line: 2 } }]);
  });
});

describe('T9 a pin', () => {
  test('with a tag is pulled by digest and kept under the tag', async () => {
    const { source, target } = await usePair();
    const old = buildImage(source, 'redis', '7', { seed: 'old' });
    buildImage(source, 'redis', '7', { seed: 'new' });
    const files = { 'images/a/Dockerfile': `FROM ${source.host}/redis:7@${old.digest}\n` };
    await mirrorFiles({ files, inputs: { target: target.host, naming: '{repository}' } });
    expect(target.resolve('redis', '7')).toBe(old.digest);
  });

  test('without a tag is kept under a tag made from the digest', async () => {
    const { source, target } = await usePair();
    const { digest } = buildImage(source, 'redis', '7');
    const files = { 'images/a/Dockerfile': `FROM ${source.host}/redis@${digest}\n` };
    const report = await mirrorFiles({ files, inputs: { target: target.host, naming: '{repository}' } });
    expect(onlyImage(report).target).toBe(`${target.host}/redis:pinned-${digest.replace(':', '-')}`);
    expect(target.resolve('redis', `pinned-${digest.replace(':', '-')}`)).toBe(digest);
  });

  test.each(['a'.repeat(64), 'Upper:1', `app:${'t'.repeat(129)}`])(
    'in a name that is none is an error row with its line: %s',
    async (written) => {
      const report = await mirrorFiles({
        files: { 'images/a/Dockerfile': `# a comment\nFROM ${written}\n` },
        inputs: nowhere,
      });
      expect(onlyImage(report)).toMatchObject({
        state: 'failed',
        uses: [{ file: 'images/a/Dockerfile', line: 2, written }],
      });
      expect(onlyImage(report).message).toContain('is no image name');
    },
  );
});

test('T10 a file that cannot be read is an error row, and the others go on', async () => {
  const { source, target } = await usePair();
  buildImage(source, 'app', '1');
  const files = {
    'images/a/Dockerfile': '',
    'images/b/Dockerfile': 'RUN true\n',
    'images/c/Dockerfile': `FROM ${source.host}/app:1\n`,
    'images/d/Dockerfile/x': 'a folder',
  };
  const report = await mirrorFiles({ files, inputs: { target: target.host } });
  expect(statesOf(report)).toEqual(['failed', 'failed', 'mirrored', 'failed']);
});

describe('T11 where folder and FROM disagree', () => {
  const files = { 'images/quay.io/a/b/Dockerfile': 'FROM internal.example/a/c:1\n' };

  test('there is a warning on that line', async () => {
    const report = await mirrorFiles({
      files: { 'images/quay.io/a/b/Dockerfile': '# comment\nFROM docker.io/a/b:1@sha256:zz\n' },
      inputs: nowhere,
    });
    expect(onlyImage(report).state).toBe('failed');
    const { source, target } = await usePair();
    buildImage(source, 'a/b', '1');
    const other = await mirrorFiles({
      files: { 'images/quay.io/a/b/Dockerfile': `\nFROM ${source.host}/a/b:1\n` },
      inputs: { target: target.host },
    });
    expect(onlyImage(other)).toMatchObject({ state: 'mirrored', uses: [{ line: 2 }] });
    expect(onlyImage(other).uses[0]?.warnings).toEqual([
      `The folder says quay.io/a/b, and this line says ${source.host}/a/b. Move the file, or mend the line.`,
    ]);
  });

  test('the warning is only on the file that it is about', async () => {
    const { source, target } = await usePair();
    buildImage(source, 'a/b', '1');
    const files = {
      [`images/${source.host}/a/b/Dockerfile`]: `FROM ${source.host}/a/b:1\n`,
      'images/quay.io/x/Dockerfile': `FROM ${source.host}/a/b:1\n`,
    };
    const report = await mirrorFiles({ files, inputs: { target: target.host } });
    const warned = annotationsOf(report).map(({ use }) => use.file);
    expect(warned).toEqual(['images/quay.io/x/Dockerfile']);
  });

  test('strict-layout makes it a failure, before any request', async () => {
    const report = await mirrorFiles({ files, inputs: { ...nowhere, 'strict-layout': 'true' } });
    expect(onlyImage(report).state).toBe('failed');
    expect(onlyImage(report).message).toContain('The folder says quay.io/a/b');
  });

  test('and where they agree in other words there is none', async () => {
    const report = await mirrorFiles({
      files: { 'images/docker.io/library/postgres/Dockerfile': 'FROM postgres:14\n' },
      inputs: { ...nowhere, internal: 'docker.io' },
    });
    expect(onlyImage(report)).toMatchObject({ state: 'skipped', reason: 'internal', warnings: [] });
    expect(onlyImage(report).uses[0]?.warnings).toBeUndefined();
  });
});

test('T12 own images are skipped without a request; a prefix ends at a /', async () => {
  const { source, target } = await usePair();
  buildImage(source, 'acme2/app', '1');
  const files = {
    'images/a/Dockerfile': `FROM ${target.host}/mirror/x:1\n`,
    'images/b/Dockerfile': `FROM ${source.host}/acme/app:1\n`,
    'images/c/Dockerfile': `FROM ${source.host}/acme2/app:1\n`,
  };
  const report = await mirrorFiles({
    files,
    inputs: { target: `${target.host}/mirror`, internal: `${source.host}/acme` },
  });
  expect(statesOf(report)).toEqual(['skipped: internal', 'skipped: internal', 'mirrored']);
  expect(source.count(undefined, ({ repository }) => repository === 'acme/app')).toBe(0);
});

test('exclude leaves images out by glob', async () => {
  const report = await mirrorFiles({
    files: { 'images/a/Dockerfile': 'FROM quay.io/a/b:nightly\n' },
    inputs: { ...nowhere, exclude: '**/*:nightly' },
  });
  expect(statesOf(report)).toEqual(['skipped: excluded']);
});

describe('T13 nothing to read', () => {
  test('no Dockerfile at all is a warning that names the glob', async () => {
    const report = await mirrorFiles({
      files: { 'images/README.md': '' },
      inputs: { ...nowhere, dockerfiles: '**/*.docker' },
    });
    expect(report.images).toEqual([]);
    expect(report.warnings.join()).toContain('"**/*.docker"');
  });

  test('a folder that is missing is a configuration error', async () => {
    await expect(mirrorFiles({ files: {}, inputs: { ...nowhere, images: 'pictures' } })).rejects.toThrow(
      ConfigurationError,
    );
    await expect(mirrorFiles({ files: {}, inputs: { ...nowhere, images: 'pictures' } })).rejects.toThrow('"pictures"');
  });
});

test('N2 two sources with one name are a configuration error before any request, naming both files', async () => {
  const target = await useRegistry();
  const files = { 'images/a/Dockerfile': 'FROM quay.io/x/y:1\n', 'images/b/Dockerfile': 'FROM ghcr.io/x/y:1\n' };
  const run = mirrorFiles({ files, inputs: { target: target.host, naming: '{repository}' } });
  await expect(run).rejects.toThrow(ConfigurationError);
  await expect(run).rejects.toThrow(
    /quay\.io\/x\/y \(images\/a\/Dockerfile:1\) and ghcr\.io\/x\/y \(images\/b\/Dockerfile:1\)/,
  );
  expect(target.requests).toEqual([]);
});

describe('what is most likely misspelled is warned of, where all files are read', () => {
  const text = 'ARG VERSION=1\nFROM scratch\n';
  const warningsOf = async (files: Record<string, string>, inputs: OptionTexts = {}): Promise<readonly string[]> =>
    (await mirrorFiles({ files, inputs: { ...nowhere, ...inputs } })).warnings;

  test('a build argument that no file declares', async () => {
    const buildArgs = 'VERSON=2, VERSION=3, TARGETARCH=arm64';
    expect(await warningsOf({ 'images/Dockerfile': text }, { 'build-args': buildArgs })).toEqual([
      'build-args: VERSON is used by no FROM: no file declares it by an ARG before its first FROM. Check its spelling.',
    ]);
  });

  test('but not where a file may declare it that cannot be read', async () => {
    const files = { 'images/Dockerfile': text, 'images/a/Dockerfile': `# ${'x'.repeat(1_100_000)}\n` };
    expect(await warningsOf(files, { 'build-args': 'VERSON=2' })).toEqual([]);
  });
});

describe('T14 T15 T16 files whose names bots take for Dockerfiles', () => {
  interface Told {
    readonly report: Report;
    readonly lines: readonly string[];
  }

  async function readAll(files: Files, inputs: OptionTexts = {}, trigger?: Trigger): Promise<Told> {
    const lines: string[] = [];
    const progress = { ...silentProgress, log: (line: string) => void lines.push(line) };
    const more = trigger === undefined ? {} : { trigger };
    const report = await mirrorFiles({ files, inputs: { ...nowhere, images: '.', ...inputs }, progress, ...more });
    return { report, lines };
  }

  test('T14 are read', async () => {
    const names = [
      'Dockerfile-prod',
      'Dockerfile14',
      'x/prod.Containerfile',
      'MyDockerfile',
      '.devcontainer/dockerfile',
    ];
    const { report } = await readAll(Object.fromEntries(names.map((name) => [name, 'ARG A=1\nFROM scratch\n'])));
    expect(new Set(report.images.flatMap(({ uses }) => uses.map(({ file }) => file)))).toEqual(new Set(names));
    expect([report.scope.files, report.warnings]).toEqual([names.length, []]);
  });

  test('T15 are passed over with a line in the log where they have no FROM', async () => {
    const others: Files = {
      'Dockerfile.md': '# How to write one\n\nFrom the root of the repository, run:\n',
      'src/parse-dockerfile.ts': "import {\n  a,\n}\nfrom './a.js';\n",
      'src/dockerfile.py': 'from pathlib import Path\n',
      'dockerfile.bin': '\u0000',
      'dockerfile-empty': '',
      'dockerfile.svg': `<svg>${'x'.repeat(1_100_000)}</svg>`,
      'dockerfile.json': '{"syntax": "x"}',
      'docker-compose.yml': 'services: {}\n',
    };
    const { report, lines } = await readAll({ Dockerfile: 'FROM scratch\n', ...others });
    expect(statesOf(report)).toEqual(['skipped: scratch']);
    expect([report.scope.files, report.warnings]).toEqual([1, []]);
    expect(lines).toEqual([
      'Passed over 7 files without FROM: Dockerfile.md, dockerfile-empty, dockerfile.bin, 4 more.',
    ]);
  });

  test('T15 are warned of where a FROM stands behind what no builder takes', async () => {
    const files = { 'Dockerfile.template': '{{ include }}\nFROM alpine:3\n', 'images/Dockerfile': 'FROM scratch\n' };
    const { report, lines } = await readAll(files);
    expect([statesOf(report), lines]).toEqual([['skipped: scratch'], []]);
    expect(report.warnings).toEqual([
      expect.stringMatching(
        /^1 file has a FROM behind something that no builder takes, .*Dockerfile\.template\. If it is a Dockerfile, add its name to "dockerfiles"\.$/,
      ),
    ]);
  });

  test('T15 are failures where nothing else can be meant', async () => {
    const files = { Dockerfile: 'RUN true\n', 'x.Dockerfile': '', 'Dockerfile-a': 'FROM $NOTHING\n' };
    const { report } = await readAll(files);
    expect(statesOf(report)).toEqual(['failed', 'failed', 'failed']);
  });

  test('T16 are warned of in one sentence where a glob of the user leaves them out', async () => {
    const text = 'FROM scratch\n';
    const names = ['a/dockerfile', 'b/Dockerfile-prod', 'c/MyDockerfile', 'd/x.Containerfile', 'e/Dockerfile.arm64'];
    const files = Object.fromEntries([...names, 'Dockerfile', 'notes'].map((name) => [name, text]));
    const { report } = await readAll({ ...files, 'Dockerfile.md': '# none\n' }, { dockerfiles: '**/Dockerfile' });
    expect(report.warnings).toEqual([
      expect.stringMatching(
        /^5 Dockerfiles are not read, because "dockerfiles" \("\*\*\/Dockerfile"\) does not match: a\/dockerfile, b\/Dockerfile-prod, c\/MyDockerfile, 2 more\./,
      ),
    ]);
    expect(report.scope.files).toBe(1);
  });

  const inDots = { '.devcontainer/Dockerfile': 'FROM scratch\n', 'a/.x/y/prod.Containerfile': 'FROM scratch\n' };
  const twoInDots = expect.stringMatching(
    /^2 Dockerfiles are not read, .* does not match: \.devcontainer\/Dockerfile, a\/\.x\/y\/prod\.Containerfile\. Bots may bump them: add their names to that glob, or remove the input "dockerfiles"\.$/,
  );

  test.each([
    ['T16 a run of all files', undefined],
    ['T17 a pull request', changing([...Object.keys(inDots), 'a/.x/notes'])],
  ])('%s warns of those in folders that begin with a dot, too', async (_name, trigger) => {
    const others = {
      Dockerfile: 'FROM scratch\n',
      'a/.x/Dockerfile.md': '# none\n',
      '.git/Dockerfile': 'FROM scratch\n',
    };
    const { report } = await readAll({ ...inDots, ...others }, { dockerfiles: '**/Dockerfile' }, trigger);
    expect(report.warnings).toEqual([twoInDots]);
  });

  test('T17 in a pull request include those that are not in the checkout, by their names', async () => {
    const changed = [...Object.keys(inDots), 'a/.x/dockerfile.md'];
    const { report } = await readAll(
      { Dockerfile: 'FROM scratch\n' },
      { dockerfiles: '**/Dockerfile' },
      changing(changed),
    );
    expect(report.warnings).toEqual([twoInDots]);
  });

  test('T17 of a pull request are those that it changes, whether it changes others or not', async () => {
    const text = 'FROM scratch\n';
    const files = { 'a/Dockerfile-prod': text, 'b/Dockerfile-prod': text, Dockerfile: text };
    const inputs = { dockerfiles: '**/Dockerfile' };
    const one =
      /^1 Dockerfile is not read, because .*: a\/Dockerfile-prod\. Bots may bump it: add its name to that glob, or remove the input "dockerfiles"\.$/;
    const alone = await readAll(files, inputs, changing(['a/Dockerfile-prod']));
    expect([statesOf(alone.report), alone.report.warnings]).toEqual([[], [expect.stringMatching(one)]]);
    const beside = await readAll(files, inputs, changing(['a/Dockerfile-prod', 'Dockerfile']));
    expect(beside.report.warnings).toEqual([expect.stringMatching(one)]);
    const textNow = async () => Promise.resolve({ kind: 'text', text } as const);
    const aside = await readAll(
      { Dockerfile: text },
      inputs,
      changing(['a/Dockerfile-prod'], { isBaseCheckout: true, textNow }),
    );
    expect(aside.report.warnings).toEqual([expect.stringMatching(one)]);
    expect((await readAll(files, inputs, changing(['README.md']))).report.warnings).toEqual([]);
  });
});

test('with "only" a file that cannot be read counts where its folder may be meant, or says nothing', async () => {
  const broken = 'RUN true\n';
  const files = {
    'images/docker.io/library/postgres/Dockerfile': broken,
    'images/docker.io/library/redis/Dockerfile': broken,
    'images/tools/Dockerfile': broken,
  };
  const report = await mirrorFiles({ files, inputs: { ...nowhere, only: 'docker.io/library/redis:7' } });
  expect(report.images.map(({ uses: [use] }) => use?.file)).toEqual([
    'images/docker.io/library/redis/Dockerfile',
    'images/tools/Dockerfile',
  ]);
});

test('of what a COPY names, and no registry has, it is said that it is no stage', async () => {
  const text = 'FROM scratch AS build\nFROM scratch\nCOPY --from=biuld / /\n';
  const report = await mirrorFiles({ files: { 'images/Dockerfile': text }, inputs: { ...nowhere } });
  expect(report.images.flatMap(({ warnings }) => warnings)).toEqual([
    'No stage of this file is called "biuld", so that it was taken for an image.',
  ]);
});
