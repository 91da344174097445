/** @import { Backend } from '../backend.js' */
/** @import { Reply } from '../types.js' */

import { errorReply } from '../server/reply.js';

/** Single separators only: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_InitiateLayerUpload.html */
const ecrNamePattern = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/**
 * Why nothing can be written to a repository of this name.
 *
 * @param {Backend} backend
 * @param {string} repository
 * @returns {Reply | undefined}
 */
export function refuseRepository(backend, repository) {
  if (backend.quirks.nameGrammar === 'ecr' && !isEcrName(repository)) {
    return errorReply(400, 'NAME_INVALID', `Invalid parameter at 'repositoryName': ${repository}`);
  }
  return backend.quirks.preCreatedRepositories === true ? unknownRepository(backend, repository) : undefined;
}

/**
 * @param {Backend} backend
 * @param {string} repository
 * @returns {Reply | undefined}
 */
export function unknownRepository(backend, repository) {
  return backend.store.repository(repository) === undefined
    ? errorReply(404, 'NAME_UNKNOWN', `The repository with name '${repository}' does not exist in the registry`, {
        name: repository,
      })
    : undefined;
}

/**
 * @param {string} name
 * @returns {boolean}
 */
function isEcrName(name) {
  return name.length >= 2 && name.length <= 256 && ecrNamePattern.test(name);
}
