import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { explain, mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import { needTool, useRealRegistry } from '../../support/programs/needed-programs.js';
import { buildIndex } from '../../support/registry/images/indexes.js';

const run = promisify(execFile);

/** How other projects' tools ask for what refers to an image, by `host/repository@digest`. */
const askedBy = {
  regctl: (subject: string) => [
    ...['--host', `reg=${subject.split('/')[0] ?? ''},tls=disabled`],
    ...['artifact', 'list', '--format', 'body', subject],
  ],
  oras: (subject: string) => ['discover', '--plain-http', '--format', 'json', subject],
};

interface Answer {
  readonly manifests?: readonly { readonly digest: string }[];
  readonly referrers?: readonly { readonly digest: string }[];
}

describe.each(['distribution-2.8', 'distribution-3', 'olareg', 'zot'] as const)('C20 on %s', (name) => {
  test.each(['regctl', 'oras'] as const)('%s finds the attestations', async (tool) => {
    const program = await needTool(tool);
    const [source, target] = [await useRegistry(), await useRealRegistry(name)];
    const attested = buildIndex(source, 'app', '1', { attestations: true, attestationSubjects: true });
    const report = await mirrorFiles({
      files: { 'images/a/Dockerfile': `FROM ${source.host}/app:1\n` },
      inputs: { target: `${target.host}/mirror`, naming: '{repository}' },
    });
    expect([statesOf(report), explain(report)]).toEqual([['mirrored'], '']);
    const found = attested.images.map(async ({ digest }) => {
      const { stdout } = await run(program, askedBy[tool](`${target.host}/mirror/app@${digest}`));
      const { manifests, referrers } = JSON.parse(stdout) as Answer;
      return (manifests ?? referrers ?? []).map((each) => each.digest);
    });
    expect(await Promise.all(found)).toEqual(attested.attestations.map(({ digest }) => [digest]));
  });
});
