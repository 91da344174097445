import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from '@jest/globals';
import { makeWorkspace, usePair, useRegistry } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { buildIndex } from '../support/registry/images/indexes.js';
import { type FinishedAction, runAction, writeTree } from '../support/programs/run-bundle.js';
import { secretFor } from '../support/secrets.js';

const schemaPath = resolve(import.meta.dirname, '../../docs/report.schema.json');

/** What is wrong with a report, by its published schema. */
async function complaints(run: FinishedAction): Promise<unknown> {
  const ajv = new Ajv2020({ allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(schemaPath, 'utf8')) as object);
  return validate(run.report) ? undefined : validate.errors;
}

describe('O1 every run leaves a summary, outputs and a report', () => {
  test('with counts and a row an image: state, names, digests, platforms, sizes, target, reason', async () => {
    const pair = await usePair();
    const old = buildIndex(pair.source, 'app', '1', { seed: 'old' });
    const workspace = await writeTree([`${pair.source.host}/app:1`, 'scratch', `${pair.source.host}/gone:1`]);
    const inputs = { target: `${pair.target.host}/mirror` };
    await runAction(workspace, inputs);
    const moved = buildIndex(pair.source, 'app', '1', { seed: 'new' });
    const run = await runAction(workspace, inputs);
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain('## ❌ Image mirror: 1 failed, 1 mirrored, 1 skipped');
    const row = run.summary.split('\n').find((line) => line.startsWith('| ✅ mirrored'));
    for (const part of [
      `${pair.source.host}/app:1`,
      old.digest.slice(7, 19),
      moved.digest.slice(7, 19),
      '`amd64` `arm64`',
      `${pair.target.host}/${pair.repository('app')}:1`,
      'images/0/Dockerfile:1',
    ])
      expect(row).toContain(part);
    expect(run.summary.indexOf('| ❌ failed')).toBeLessThan(run.summary.indexOf('| ✅ mirrored'));
    expect(run.summary.indexOf('| ✅ mirrored')).toBeLessThan(run.summary.indexOf('| ☑️ skipped: scratch'));
    const { mirrored = '', skipped = '', stale = '', failed = '' } = run.outputs;
    expect(JSON.parse(mirrored)).toEqual([
      {
        image: `${pair.source.host}/app:1`,
        target: `${pair.target.host}/${pair.repository('app')}:1`,
        digest: moved.digest,
        previousDigest: old.digest,
        files: ['images/0/Dockerfile:1'],
      },
    ]);
    expect(JSON.parse(skipped)).toMatchObject([{ image: 'scratch', reason: 'scratch' }]);
    expect(JSON.parse(failed)).toMatchObject([
      { image: `${pair.source.host}/gone:1`, files: ['images/2/Dockerfile:1'] },
    ]);
    expect(stale).toBe('[]');
    expect(run.outputs).toMatchObject({
      'mirrored-count': '1',
      'skipped-count': '1',
      'stale-count': '0',
      'failed-count': '1',
      'upstream-pulls': '3',
      bytes: String(moved.blobBytes),
    });
    expect(await complaints(run)).toBeUndefined();
  });

  test('also where there is nothing to do (T13)', async () => {
    const run = await runAction(await writeTree([]), { target: 'registry.example/mirror' });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('::warning::No file in "images" matches');
    expect(run.outputs).toMatchObject({ mirrored: '[]', 'mirrored-count': '0', 'failed-count': '0' });
    expect(run.summary).toContain('nothing to do');
    expect(await complaints(run)).toBeUndefined();
  });

  test('without the runner’s files it ends as well', async () => {
    const run = await runAction(
      await writeTree([]),
      { target: 'registry.example/mirror' },
      { GITHUB_STEP_SUMMARY: '', RUNNER_TEMP: await makeWorkspace({}) },
    );
    expect(run.exitCode).toBe(0);
    expect(run.summary).toBe('');
  });
});

test('what cannot be written is a warning: the images were mirrored all the same', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const workspace = await writeTree([`${pair.source.host}/app:1`]);
  const broken = {
    GITHUB_OUTPUT: '/nowhere/output',
    GITHUB_STEP_SUMMARY: '/nowhere/summary',
    RUNNER_TEMP: '/dev/null/temp',
  };
  const run = await runAction(workspace, { target: `${pair.target.host}/mirror` }, broken);
  expect(run.exitCode).toBe(0);
  for (const what of ['The job summary', 'The JSON report', 'The outputs']) {
    expect(run.stdout).toMatch(new RegExp(`^::warning::${what} could not be written: `, 'm'));
  }
  expect(run.stdout).toContain('1 mirrored');
});

// GitHub knows a file by its path from the repository's root, and a runner does not mend what it is given.
test.each([
  ['src/.git/HEAD', 'src/images', 'images/a/Dockerfile'],
  ['src/.git/HEAD', './src/images/', 'images/a/Dockerfile'],
  ['.git/HEAD', 'src/images', 'src/images/a/Dockerfile'],
  ['.git/HEAD', 'images', 'images/a/Dockerfile'],
])('O8 with a checkout by %s and images in %s a remark is on %s', async (head, images, file) => {
  const workspace = await makeWorkspace({
    [head]: 'x',
    'src/images/a/Dockerfile': 'FROM A:1\n',
    'images/a/Dockerfile': 'FROM A:1\n',
  });
  const run = await runAction(workspace, { target: 'registry.example/mirror', images });
  expect(run.stdout).toContain(`::error title=failed%3A A%3A1,file=${file},line=1::`);
  expect(run.outputs.failed).toContain(file);
});

describe('O7 the exit code is as fail-on says', () => {
  test.each([
    ['failed', 'stale', 0],
    ['stale', 'stale', 1],
    ['not-mirrored', 'stale', 1],
    ['never', 'stale', 0],
    ['failed', 'failed', 1],
    ['stale', 'failed', 1],
    ['not-mirrored', 'failed', 1],
    ['never', 'failed', 0],
  ])('fail-on: %s, an image %s → %i', async (failOn, state, exitCode) => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { seed: 'new' });
    buildImage(pair.target, pair.repository('app'), '1', { seed: 'old' });
    const onMismatch = state === 'stale' ? 'report' : 'fail';
    const run = await runAction(await writeTree([`${pair.source.host}/app:1`]), {
      target: `${pair.target.host}/mirror`,
      'fail-on': failOn,
      'on-mismatch': onMismatch,
    });
    expect(run.exitCode).toBe(exitCode);
    expect(run.outputs[`${state}-count`]).toBe('1');
  });
});

describe('O8 problems of a line are annotations on it', () => {
  test('errors and warnings, with file and line', async () => {
    const target = await useRegistry();
    const workspace = await makeWorkspace({
      'images/a/Dockerfile': '# first\nFROM Upper:1\n',
      'images/quay.io/x/y/Dockerfile': `FROM ${target.host}/x:1\n`,
    });
    const run = await runAction(workspace, { target: target.host, 'strict-layout': 'false' });
    expect(run.stdout).toMatch(/^::error title=[^\n]*,file=images\/a\/Dockerfile,line=2::"Upper:1" is no image name/m);
    expect(run.exitCode).toBe(1);
  });

  test('ten of a level, and then how many more', async () => {
    const target = await useRegistry();
    const run = await runAction(await writeTree(Array.from({ length: 13 }, (_, index) => `Upper${String(index)}:1`)), {
      target: target.host,
    });
    expect(run.stdout.match(/^::error title/gm)).toHaveLength(10);
    expect(run.stdout).toContain('3 more errors on lines');
  });

  test('O6 what a registry says cannot be a command to the runner', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    pair.target.fault({
      status: 403,
      code: 'DENIED',
      message: 'no\n::error::pwned\r\n::stop-commands::x @team </details> `code` | cell',
      when: { kind: 'upload-post' },
      times: Number.POSITIVE_INFINITY,
    });
    const run = await runAction(await writeTree([`${pair.source.host}/app:1`]), {
      target: `${pair.target.host}/mirror`,
    });
    expect(run.stdout).toContain('pwned');
    expect(run.stdout).not.toMatch(/^::(?:error::pwned|stop-commands|add-mask)/m);
    const row = run.summary.split('\n').find((line) => line.startsWith('| ❌ failed')) ?? '';
    expect(row).toContain('no `::error::pwned ::stop-commands::x @team </details>` `code` `\\|` cell');
  });
});

describe('bad inputs', () => {
  test('are told all at once, each naming its input, and nothing is asked', async () => {
    const run = await runAction(await writeTree(['postgres:14']), {
      target: 'https://registry.example/x',
      mode: 'copy',
      platforms: 'linux/',
      concurrency: '0',
      'build-args': 'x y',
      naming: '{host}',
      'strict-layout': 'yes',
    });
    expect(run.exitCode).toBe(2);
    for (const name of ['target', 'mode', 'platforms', 'concurrency', 'build-args', 'naming', 'strict-layout']) {
      expect(run.stdout).toMatch(new RegExp(`^::error title=Wrong configuration::${name}: `, 'm'));
    }
    expect(Object.keys(run.outputs).sort()).toEqual(['comment-body', 'report']);
    expect(run.outputs['comment-body']).toContain(
      '- platforms: Invalid platform "`linux/`". Write `os/architecture[/variant]`',
    );
    expect(run.summary).toContain('- platforms: Invalid platform "`linux/`". Write `os/architecture[/variant]`');
    expect(run.report?.problems).toHaveLength(7);
    expect(await complaints(run)).toBeUndefined();
  });

  test('a folder that is missing is one', async () => {
    const run = await runAction(await makeWorkspace({}), { target: 'registry.example/x', images: 'pictures' });
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toContain('there is no folder "pictures"');
    expect(run.outputs['comment-body']).toContain('there is no folder "pictures"');
  });
});

test('secrets: the token is masked before anything else is said', async () => {
  const pair = await usePair();
  buildImage(pair.source, 'app', '1');
  const run = await runAction(await writeTree([`${pair.source.host}/app:1`]), {
    target: `${pair.target.host}/mirror`,
    'github-token': secretFor('github'),
  });
  expect(run.stdout).toMatch(new RegExp(`^::add-mask::${secretFor('github')}\n`));
});

test('dist/ starts as Node’s ES module, and its licences are beside it', async () => {
  const dist = resolve(import.meta.dirname, '../../dist');
  expect(JSON.parse(await readFile(join(dist, 'package.json'), 'utf8'))).toMatchObject({ type: 'module' });
  expect(await readFile(join(dist, 'licenses.txt'), 'utf8')).toContain('undici');
});
