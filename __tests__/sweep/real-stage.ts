import { rm } from 'node:fs/promises';
import { type RealRegistryKind, startRealRegistry } from '../support/real-registries/real-registries.js';
import { startGateway } from '../support/gateway/gateway.js';
import { startRegistry } from '../support/registry/registry.js';
import { buildContent, runEngine, writeWorkspace } from './double-stage.js';
import { pull } from './pull.js';
import type { Stage } from './stage.js';
import { startStranger } from './stranger.js';

/** The double as a source, and as a target a real registry behind a gateway that does wrong. Each run has names of its own there. */
export async function openRealStage(kind: RealRegistryKind): Promise<Stage> {
  const registry = await startRealRegistry(kind);
  const source = await startRegistry();
  const [target, stranger] = [await startGateway(registry.host), await startStranger()];
  const content = buildContent(source);
  const workspace = await writeWorkspace(content.images, source.host);
  // Nothing is taken away from there: what a run finds is a place that nobody used.
  let runs = 0;
  const prefix = (): string => `run${runs}/`;
  const named = (repository: string): string => `${prefix()}${repository}`;
  return {
    source,
    target,
    stranger,
    ...content,
    accounts: {},
    realms: {},
    naming: (side) => ({ prefix: side === 'target' ? prefix() : '', labels: content.labels }),
    begin: () => {
      runs += 1;
      stranger.forget();
      for (const side of [source, target]) {
        side.clearFaults();
        side.clearRequests();
      }
    },
    mirror: async (run) => runEngine({ workspace, target: `${target.host}/${prefix()}` }, run),
    look: async (image) => pull(registry.host, { ...image, repository: named(image.repository) }),
    holds: async (repository, digest) => {
      const response = await fetch(`http://${registry.host}/v2/${named(repository)}/blobs/${digest}`, {
        method: 'HEAD',
      });
      return response.ok;
    },
    stop: async () => {
      await Promise.all([source.stop(), target.stop(), stranger.stop(), registry.stop()]);
      await rm(workspace, { recursive: true, force: true });
    },
  };
}
