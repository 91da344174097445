import { onTestFinished } from '../jest/testing.js';
import type { Answer } from '../registry/types.js';
import { type Gateway, type GatewayOptions, startGateway } from './gateway.js';
import type { Oddity } from './oddity.js';

/** A gateway until the test's end, with oddities, or answers that remember nothing. */
export async function useGateway(
  upstream: string,
  ways: readonly (Answer | Pick<Oddity, 'begin'>)[] = [],
  more: Omit<GatewayOptions, 'oddities'> = {},
): Promise<Gateway> {
  const oddities = ways.map((way) => (typeof way === 'function' ? { begin: () => way } : way));
  const gateway = await startGateway(upstream, { ...more, oddities });
  onTestFinished(async () => gateway.stop());
  return gateway;
}
