import { expect } from '@jest/globals';
import type { OptionTexts } from '../../src/config/options.js';
import type { Report } from '../../src/result/report.js';
import type { Gateway } from './gateway/gateway.js';
import { useGateway } from './gateway/use-gateway.js';
import { explain, mirrorFiles, statesOf, useRegistry } from './mirror.js';
import type { AuthOptions, RegistryOptions } from './registry/options.js';
import type { Registry } from './registry/registry.js';
import type { Answer } from './registry/types.js';
import { pairInBase64 } from './secrets.js';

export interface Way {
  readonly source: Registry;
  /** What is behind the gateway. */
  readonly target: Registry;
  readonly gateway: Gateway;
  readonly mirror: (images: readonly string[], inputs?: OptionTexts, more?: Environment) => Promise<Report>;
  /** How often each blob was read at the source, the most. */
  readonly mostReads: () => number;
  readonly isWhole: (name: string) => boolean;
}

export type Environment = Readonly<Record<string, string>>;

interface WayOptions {
  readonly source?: RegistryOptions;
  readonly target?: RegistryOptions;
}

/** The double as a source, and as a target behind a gateway that answers in its own way. */
export async function useWay(answers: readonly Answer[], options: WayOptions = {}): Promise<Way> {
  const source = await useRegistry(options.source);
  const target = await useRegistry(options.target);
  const gateway = await useGateway(target.host, answers);
  const repository = (name: string): string => `mirror/${source.host.replace(':', '_')}/${name}`;
  return {
    source,
    target,
    gateway,
    mirror: async (images, inputs = {}, environment = {}) =>
      mirrorFiles({
        files: filesOf(source, images),
        inputs: { target: `${gateway.host}/mirror`, 'verify-timeout': '1', ...inputs },
        environment: { ...loginTo(gateway.host, options.target?.auth), ...environment },
      }),
    mostReads: () => mostReads(source),
    isWhole: (name) => target.closure(repository(name), '1').complete,
  };
}

export function filesOf(source: Registry, images: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    images.map((image, index) => [`images/${index}/Dockerfile`, `FROM ${source.host}/${image}\n`]),
  );
}

export function loginTo(host: string, auth: AuthOptions | undefined): Environment {
  if (auth?.kind !== 'basic') return {};
  const login = { auth: pairInBase64(auth.username, auth.password) };
  return { DOCKER_AUTH_CONFIG: JSON.stringify({ auths: { [host]: login } }) };
}

export function mostReads(source: Registry): number {
  const counts = new Map<string, number>();
  for (const { kind, digest = '' } of source.requests)
    if (kind === 'blob-get') counts.set(digest, (counts.get(digest) ?? 0) + 1);
  return Math.max(0, ...counts.values());
}

export const mirrored = (report: Report): void => {
  expect(explain(report).trim()).toBe('');
  expect(statesOf(report)).toEqual(report.images.map(() => 'mirrored'));
};
