import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Report } from '../../src/result/report.js';
import { flagOptions } from '../../src/config/options.js';
import { skip } from '../support/jest/testing.js';
import { makeWorkspace, usePair } from '../support/mirror.js';
import { buildImage } from '../support/registry/images/images.js';
import { bundle, hasScript, runBundle, runInTerminal, writeTree } from '../support/programs/run-bundle.js';
import { secretFor } from '../support/secrets.js';

describe('image-mirror', () => {
  test('--help lists the modes, and the exit codes', async () => {
    const { exitCode, stdout } = await runBundle(['--help'], { cwd: await makeWorkspace({}) });
    expect(exitCode).toBe(0);
    for (const word of ['mirror', 'check', 'verify', 'Exit codes: 0 done, 1 something failed', '2 wrong usage'])
      expect(stdout).toContain(word);
  });

  test('mirror --help lists every option with its default', async () => {
    const { exitCode, stdout } = await runBundle(['mirror', '--help'], { cwd: await makeWorkspace({}) });
    expect(exitCode).toBe(0);
    for (const { name, default: text } of flagOptions) {
      expect(stdout).toContain(`--${name}`);
      expect(stdout.replace(/\s+/g, '')).toContain(text.replace(/\s+/g, ''));
    }
  });

  test('without arguments shows its help, and is wrong usage: a script with an empty variable must not pass', async () => {
    const { exitCode, stdout, stderr } = await runBundle([], { cwd: await makeWorkspace({}) });
    expect(stderr).toContain('Usage: image-mirror');
    expect(stdout).toBe('');
    expect(exitCode).toBe(2);
  });

  test.each([
    [['copy'], /unknown command 'copy'/],
    [['mirror', '--taget', 'x'], /unknown option '--taget'[\s\S]*--target/],
    [['mirror', '--target'], /argument missing/],
    [['mirror'], /^error: --target: it is required/m],
    [
      ['mirror', '--target', 'ghcr.io/a', '--platforms', 'x', '--concurrency', 'y'],
      /^error: --platforms: [^\n]*\nerror: --concurrency: /m,
    ],
    [['verify', '--target', 'ghcr.io/a', '--images', 'nowhere'], /^error: --images: there is no folder "nowhere"/m],
    [['verify', '--target', 'ghcr.io/a', '--images', '../..'], /^error: --images: [^\n]*outside/m],
    [['verify', '--target', 'ghcr.io/a', '-C', 'nowhere'], /^error: --directory: there is no folder [^\n]*nowhere\./m],
    [['verify', '--target', 'ghcr.io/a', '--report', 'no/r.json'], /^error: --report: there is no folder [^\n]*no\./m],
  ])('%j is wrong usage: exit code 2, on standard error', async (args, message) => {
    const { exitCode, stdout, stderr } = await runBundle(args, { cwd: await makeWorkspace({}) });
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
  });
});

describe('image-mirror mirror', () => {
  test('copies, prints a line an image on standard error and a report on standard output, and ends with 0', async () => {
    const pair = await usePair();
    const { digest } = buildImage(pair.source, 'app', '1');
    const cwd = await writeTree([`${pair.source.host}/app:1`]);
    const { exitCode, stdout, stderr } = await runBundle(['mirror', '--target', `${pair.target.host}/mirror`], { cwd });
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(new RegExp(`^mirrored  ${pair.source.host}/app:1  ${digest.slice(0, 19)}.*\n$`));
    expect(stdout).toMatch(/^mirrored [^ ]/);
    expect(stdout).toContain(`1 mirrored under ${pair.target.host}/mirror`);
    expect(stdout).toContain('images/0/Dockerfile:1');
    expect(stdout).not.toContain('\u001b');
    expect(pair.target.resolve(pair.repository('app'), '1')).toBe(digest);
  });

  test('--json prints the report alone on standard output, and --report writes it to a file', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const cwd = await writeTree([`${pair.source.host}/app:1`, `${pair.source.host}/gone:1`]);
    const { exitCode, stdout, stderr } = await runBundle(
      ['mirror', '--target', pair.target.host, '--json', '--report', 'report.json'],
      { cwd },
    );
    expect(exitCode).toBe(1);
    const report = JSON.parse(stdout) as Report;
    expect(report.counts).toMatchObject({ mirrored: 1, failed: 1 });
    expect(JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'))).toEqual(report);
    // Each in full, and the result: standard output is for a program.
    expect(stderr).toMatch(/^failed [^ ][^\n]*gone:1\n {4}→ /m);
    expect(stderr).toMatch(/^1 failed, 1 mirrored under /m);
  });

  test('--json tells on standard error of files that failed, and of the run', async () => {
    const pair = await usePair();
    const cwd = await makeWorkspace({ 'images/x/Dockerfile': 'RUN true\n' });
    const args = ['check', '--target', pair.target.host, '--json', '--exclude', 'quay.io/nowhere'];
    const { exitCode, stderr } = await runBundle(args, { cwd });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('There is no FROM in this file');
    expect(stderr).toContain('warning exclude: "quay.io/nowhere" matches no image');
    expect(stderr).toMatch(/^1 failed under /m);
  });

  test('with a wrong configuration --json prints, and --report keeps, a report that says so', async () => {
    const cwd = await makeWorkspace({});
    const args = ['check', '--target', 'ghcr.io/a', '--platforms', 'x', '--json', '--report', 'report.json'];
    const { exitCode, stdout, stderr } = await runBundle(args, { cwd });
    expect(exitCode).toBe(2);
    const report = JSON.parse(stdout) as Report;
    expect(report).toMatchObject({ mode: 'check', problems: [expect.stringMatching(/^platforms: /)], images: [] });
    expect(JSON.parse(await readFile(join(cwd, 'report.json'), 'utf8'))).toEqual(report);
    expect(stderr).toMatch(/^error: --platforms: /);
  });

  test('a report that cannot be printed ends it with 2', async () => {
    skip(!existsSync('/dev/full'), 'this system has no /dev/full');
    const cwd = await writeTree(['scratch']);
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bundle, 'check', '--target', 'ghcr.io/a', '--json'], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect(stderr).toContain('error: the report could not be written to standard output: ENOSPC');
    expect(status).toBe(2);
  });

  test('lists may be given by commas or more than once, and booleans without a value', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1', { platform: 'linux/amd64' });
    const cwd = await makeWorkspace({
      'trees/quay.io/x/Dockerfile': `ARG REPO\nARG TAG\nFROM ${pair.source.host}/$REPO:$TAG\n`,
    });
    const args = [
      'check',
      '--target',
      pair.target.host,
      '--images',
      'trees',
      '--build-args',
      'REPO=app',
      '--build-args',
      'TAG=1',
      '--platforms',
      'linux/amd64,linux/arm64',
      '--on-missing-platform',
      'warn',
    ];
    const relaxed = await runBundle(args, { cwd });
    expect(relaxed.stdout).toContain('would mirror');
    expect(relaxed.stdout).toContain('linux/arm64');
    const strict = await runBundle([...args, '--strict-layout'], { cwd });
    expect(strict.exitCode).toBe(1);
  });

  test('check --fail-on not-mirrored ends with 1 until all is there', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const cwd = await writeTree([`${pair.source.host}/app:1`]);
    const check = ['check', '--target', pair.target.host, '--fail-on', 'not-mirrored'];
    expect((await runBundle(check, { cwd })).exitCode).toBe(1);
    expect((await runBundle(['mirror', ...check.slice(1)], { cwd })).exitCode).toBe(0);
    expect((await runBundle(check, { cwd })).exitCode).toBe(0);
  });

  test('-C runs in another folder', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'app', '1');
    const tree = await writeTree([`${pair.source.host}/app:1`]);
    const { exitCode, stdout } = await runBundle(['check', '-C', tree, '--target', pair.target.host], {
      cwd: await makeWorkspace({}),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('1 would mirror');
  });

  test('ends although a credential helper left a process behind that holds its output', async () => {
    const pair = await usePair({
      target: { auth: { kind: 'basic', username: 'robot', password: secretFor('robot') } },
    });
    buildImage(pair.source, 'app', '1');
    const script = `#!/bin/sh\ncat > /dev/null\nsleep 20 > /dev/null 2>&1 &\nprintf '{"ServerURL":"x","Username":"robot","Secret":"${secretFor('robot')}"}'\n`;
    const folder = await makeWorkspace({ 'docker-credential-test': script, 'config.json': '{"credsStore":"test"}' });
    await chmod(join(folder, 'docker-credential-test'), 0o755);
    const cwd = await writeTree([`${pair.source.host}/app:1`]);
    const environment = { PATH: `${folder}:${process.env.PATH ?? ''}`, DOCKER_CONFIG: folder };
    const run = await runBundle(['mirror', '--target', `${pair.target.host}/mirror`], { cwd, environment });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('1 mirrored');
  });

  test('goes on where nobody reads what it prints', async () => {
    const pair = await usePair();
    const names = Array.from({ length: 20 }, (_, index) => `app${String(index)}`);
    for (const name of names) buildImage(pair.source, name, '1', { seed: name });
    const cwd = await writeTree(names.map((name) => `${pair.source.host}/${name}:1`));
    const run = await runBundle(['mirror', '--target', `${pair.target.host}/mirror`], {
      cwd,
      readOnly: 'the beginning',
    });
    expect(run.exitCode).toBe(0);
    for (const name of names) expect(pair.target.resolve(pair.repository(name), '1')).toBeDefined();
  });

  test('--report is looked for where -C says', async () => {
    const cwd = await makeWorkspace({ 'tree/images/x/Dockerfile': 'FROM scratch\n' });
    const run = await runBundle(['verify', '--target', 'registry.example', '-C', 'tree', '--report', 'r.json'], {
      cwd,
    });
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(await readFile(join(cwd, 'tree/r.json'), 'utf8'))).toMatchObject({ counts: { skipped: 1 } });
  });

  test.each([
    ['a folder', 'folder', 'folder is a folder. Name a file in it.'],
    ['below a file', 'folder/file/r.json', 'there is no folder'],
  ])('--report to %s is told before anything is done', async (_name, report, says) => {
    const cwd = await makeWorkspace({ 'folder/file': '' });
    const run = await runBundle(['verify', '--target', 'registry.example', '-C', cwd, '--report', report], { cwd });
    expect(run.exitCode).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).toContain(`error: --report: `);
    expect(run.stderr).toContain(says);
  });

  test.each([
    { terminal: 'a live display', columns: 80, interruptAt: '1 under way' },
    { terminal: 'plain lines where a terminal says that it has no columns', columns: 0, interruptAt: 'mirrored  ' },
  ])('stopped by Ctrl-C in a terminal, with $terminal, it reports all the same', async ({ columns, interruptAt }) => {
    skip(!hasScript(), 'script of util-linux is not on this machine');
    const pair = await usePair();
    buildImage(pair.source, 'small', '1');
    const big = buildImage(pair.source, 'big', '1', { layers: [4_000_000] });
    pair.source.fault({
      when: { kind: 'blob-get', digest: big.layers[0]?.digest ?? '' },
      stallMs: Number.POSITIVE_INFINITY,
      stallAfterBytes: 1_000,
      times: Number.POSITIVE_INFINITY,
    });
    const cwd = await writeTree([`${pair.source.host}/small:1`, `${pair.source.host}/big:1`]);
    const options = { cwd, columns, interruptAt };
    const run = await runInTerminal(['mirror', '--target', `${pair.target.host}/mirror`], options);
    expect(run.exitCode).toBe(1);
    expect(run.screen).toContain('stopped early: 1 failed, 1 mirrored');
    expect(pair.target.openUploads).toBe(0);
  });

  test('stopped by SIGTERM in the middle, it reports what was done, and leaves no half-written tag', async () => {
    const pair = await usePair();
    buildImage(pair.source, 'small', '1');
    buildImage(pair.source, 'big', '1', { layers: [4_000_000] });
    pair.source.fault({
      when: { kind: 'blob-get', repository: 'big' },
      delayMs: Number.POSITIVE_INFINITY,
      times: Number.POSITIVE_INFINITY,
    });
    const cwd = await writeTree([`${pair.source.host}/small:1`, `${pair.source.host}/big:1`]);
    const run = await runBundle(['mirror', '--target', `${pair.target.host}/mirror`], {
      cwd,
      killAt: { text: 'mirrored  ', signal: 'SIGTERM' },
    });
    expect(run.exitCode).toBe(1);
    expect(run.stdout).toContain('1 failed, 1 mirrored');
    expect(run.stdout).toContain('The run was stopped before this image was done');
    expect(pair.target.resolve(pair.repository('big'), '1')).toBeUndefined();
  });
});
