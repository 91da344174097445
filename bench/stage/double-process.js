/** The registry double as a program for the process that forked it: says its host, and ends when that process lets go. */
import { startRegistry } from '../../__tests__/support/registry/registry.js';

// A target hashes and counts a big layer; only a source has to serve it again.
const registry = await startRegistry(process.argv[2] === 'target' ? { keepBlobBytes: 1024 * 1024 } : {});
process.once('disconnect', () => {
  void registry.stop();
});
process.send?.(registry.host);
