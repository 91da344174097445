import { BlobPlan } from '../../src/copy/blobs/blob-plan.js';
import { noCache } from '../../src/cache/open-cache.js';
import type { ImageSource, ImageTarget } from '../../src/image/source-and-target.js';
import { heldClock } from '../support/timing/held-clock.js';

/** A source that has a slot for everybody, and answers what the test says; all else that it is asked is a mistake. */
export function sourceThat(answers: Partial<ImageSource>): ImageSource {
  return {
    registry: 's.test',
    side: 'source',
    name: 's.test/app',
    pullLimit: undefined,
    askedHosts: [],
    isReady: true,
    waitUntilReady: async () => Promise.resolve(),
    isReadAnonymously: unanswered('isReadAnonymously'),
    headManifest: unanswered('headManifest'),
    getManifest: unanswered('getManifest'),
    getBlob: unanswered('getBlob'),
    openBlob: unanswered('openBlob'),
    withDownloadSlot: async (task) => task(),
    ...answers,
  };
}

/** The same of a target. */
export function targetThat(answers: Partial<ImageTarget>): ImageTarget {
  return {
    ...sourceThat({ registry: 'r.test', side: 'target', name: 'r.test/mirror/app' }),
    repository: 'mirror/app',
    withUploadSlot: async (task) => task(),
    findManifest: unanswered('findManifest'),
    hasManifest: unanswered('hasManifest'),
    denyingAbsent: () => {
      throw noAnswer('denyingAbsent');
    },
    sibling: () => {
      throw noAnswer('sibling');
    },
    sharesLogin: unanswered('sharesLogin'),
    repositoryExists: unanswered('repositoryExists'),
    hasBlob: unanswered('hasBlob'),
    hasStored: unanswered('hasStored'),
    mountBlob: unanswered('mountBlob'),
    mountBlobOnce: unanswered('mountBlobOnce'),
    startUpload: unanswered('startUpload'),
    putManifest: unanswered('putManifest'),
    findTagged: unanswered('findTagged'),
    servesReferrers: unanswered('servesReferrers'),
    ...answers,
  };
}

/** No registry's failure, so that nothing takes it for one. */
function noAnswer(question: string): Error {
  return new Error(`the test has no answer to ${question}`);
}

function unanswered(question: string): () => Promise<never> {
  return async () => Promise.reject(noAnswer(question));
}

/** What a run knows of blobs before it has brought any; here it brings none. */
export function planWithoutTransfers(): BlobPlan {
  return new BlobPlan(unanswered('a transfer'), noCache().cache, heldClock());
}
