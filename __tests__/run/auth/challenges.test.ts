import { describe, expect, test } from '@jest/globals';
import type { Gateway } from '../../support/gateway/gateway.js';
import { useGateway } from '../../support/gateway/use-gateway.js';
import {
  tokenServices,
  foreignScope,
  movingRealm,
  pathRealm,
  redirectingTokens,
  relativeRealm,
} from '../../support/gateway/oddities/auth.js';
import type { Oddity } from '../../support/gateway/oddity.js';
import { explain, mirrorFiles, statesOf, useRegistry } from '../../support/mirror.js';
import type { Report } from '../../../src/result/report.js';
import { buildIndex } from '../../support/registry/images/indexes.js';

interface Copied {
  readonly report: Report;
  readonly source: Gateway;
  readonly target: Gateway;
  readonly isThere: boolean;
}

/** Copies two images between two registries, both behind a gateway with the oddity. */
async function copyBehind(oddity: Oddity): Promise<Copied> {
  const [from, to] = [await useRegistry(), await useRegistry()];
  const { digest } = buildIndex(from, 'team/app', '1');
  buildIndex(from, 'team/tool', '1');
  const [source, target] = [await useGateway(from.host, [oddity]), await useGateway(to.host, [oddity])];
  const report = await mirrorFiles({
    files: {
      'images/a/Dockerfile': `FROM ${source.host}/team/app:1\n`,
      'images/b/Dockerfile': `FROM ${source.host}/team/tool:1\n`,
    },
    inputs: { target: `${target.host}/mirror`, 'verify-timeout': '1' },
  });
  const copy = `mirror/${source.host.replace(':', '_')}/team/app`;
  return { report, source, target, isThere: to.resolve(copy, '1') === digest && to.closure(copy, '1').complete };
}

function tokensOf({ requests }: Gateway): readonly URL[] {
  return requests.map(({ url }) => new URL(url)).filter(({ pathname }) => pathname.startsWith('/oddity/token'));
}

test.each(tokenServices.map((oddity) => [oddity.name, oddity] as const))(
  'copies between registries that have this: %s',
  async (_name, oddity) => {
    const { report, isThere } = await copyBehind(oddity);
    expect(explain(report).trim()).toBe('');
    expect(statesOf(report)).toEqual(['mirrored', 'mirrored']);
    expect(isThere).toBe(true);
  },
);

describe('on the wire', () => {
  test('G20 the scope of the challenge is asked for beside ours, to pull where nothing is written', async () => {
    const { source, target } = await copyBehind(foreignScope);
    const asked = tokensOf(source).map(({ searchParams }) => searchParams.getAll('scope'));
    expect(asked).toContainEqual(['repository:team/app:pull', 'repository:behind/team/app:pull']);
    expect(asked.flat().filter((scope) => /push|delete/.test(scope))).toEqual([]);
    // No token is for what lies behind two repositories.
    for (const scopes of asked) expect(scopes.filter((scope) => scope.includes('behind/')).length).toBeLessThan(2);
    const written = tokensOf(target).flatMap(({ searchParams }) => searchParams.getAll('scope'));
    expect(written.some((scope) => /^repository:behind\/mirror\/.*:pull,push$/.test(scope))).toBe(true);
  });

  test('G21 the other token service is not asked', async () => {
    const { source } = await copyBehind(movingRealm);
    expect(tokensOf(source).length).toBeGreaterThan(1);
    expect(tokensOf(source).filter(({ searchParams }) => searchParams.has('refuse'))).toEqual([]);
  });

  test('G22 the redirect is followed once for each token', async () => {
    const { source } = await copyBehind(redirectingTokens);
    const paths = tokensOf(source).map(({ pathname }) => pathname);
    expect(paths.filter((path) => path.endsWith('/')).length).toBe(paths.length / 2);
  });

  test.each([pathRealm, relativeRealm])('G23 the registry’s own host is asked: $name', async (oddity) => {
    const { source } = await copyBehind(oddity);
    expect(tokensOf(source).map(({ host }) => host)).toContain(source.host);
  });
});
