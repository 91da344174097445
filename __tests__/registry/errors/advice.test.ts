import { describe, expect, test } from '@jest/globals';
import { accessAdvice } from '../../../src/registry/errors/advice.js';
import { buildImage } from '../../support/registry/images/images.js';
import { explain, makeWorkspace, usePair } from '../../support/mirror.js';
import { pairInBase64, secretFor } from '../../support/secrets.js';
import type { RegistryOptions } from '../../support/registry/options.js';

const account = { name: 'user "octocat"', isLoginAtFault: false, trace: undefined };

describe('B6 a 403 on ghcr.io', () => {
  test('names the job’s permission, the package’s setting, and the organisation’s for a new package', () => {
    const words = accessAdvice('ghcr.io', 'target', account, undefined);
    for (const part of ['"packages: write"', '"Manage Actions access"', '"Package creation"'])
      expect(words).toContain(part);
  });

  test.each([
    ['ghcr.io', 'source'],
    ['quay.io', 'target'],
  ] as const)('is not explained so at %s as a %s', (host, side) => {
    expect(accessAdvice(host, side, account, undefined)).not.toContain('Package creation');
  });
});

describe('B6 a login that an earlier step wrote, and that is refused while the workflow’s token would do', () => {
  const password = secretFor('workflow');
  const users = { workflow: password };

  async function wordsOf(auth: RegistryOptions['auth'], isWritten: boolean): Promise<string> {
    const pair = await usePair({ target: auth === undefined ? {} : { auth } });
    buildImage(pair.source, 'app', '1');
    const auths = { [pair.target.host]: { auth: pairInBase64('old', secretFor('old')) } };
    const config = await makeWorkspace({ 'config.json': JSON.stringify({ auths: isWritten ? auths : {} }) });
    const fallbackCredentials = new Map([
      [pair.target.host, { kind: 'password', username: 'workflow', password } as const],
    ]);
    const more = { environment: { DOCKER_CONFIG: config }, fallbackCredentials };
    const words = explain(await pair.mirror(['app:1'], {}, more));
    return words.replaceAll(pair.target.host, 'HOST');
  }

  test.each<[string, RegistryOptions['auth']]>([
    ['by its token service', { kind: 'bearer', users, anonymous: false }],
    ['by the registry itself', { kind: 'basic', username: 'workflow', password }],
  ])('%s fails, and says that the token was not used, and why', async (_name, auth) => {
    const words = await wordsOf(auth, true);
    expect(words).toContain(
      'The workflow’s token (github-token, GITHUB_TOKEN) was not used, because a login that is there goes first.',
    );
    expect(words).toContain('docker logout HOST');
    expect(await wordsOf(auth, false)).toBe('');
  });
});
