/** @import { Content, ImageContent } from '../types.js' */

import { Agent, request } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Enough to keep a registry on two cores busy. */
const concurrentImages = 8;

/**
 * Fills a registry, by our own few lines, so that no tool under measure has had a part in what it is given.
 *
 * @param {string} host
 * @param {readonly ImageContent[]} images
 */
export async function pushImages(host, images) {
  const pusher = new Pusher(host);
  const waiting = images.values();
  const pushAll = async () => {
    for (const image of waiting) {
      await pusher.pushImage(image);
    }
  };
  await Promise.all(Array.from({ length: concurrentImages }, pushAll));
  pusher.close();
}

class Pusher {
  #host;
  #agent = new Agent({ keepAlive: true });
  /** @type {Map<string, Promise<string>>} the repository that each blob is pushed to, when it is there */
  #pushed = new Map();
  /** @type {Map<string, Promise<void>>} by repository and digest */
  #held = new Map();

  /** @param {string} host */
  constructor(host) {
    this.#host = host;
  }

  close() {
    this.#agent.destroy();
  }

  /** @param {ImageContent} image */
  async pushImage({ repository, tag, blobs, manifests }) {
    for (const blob of blobs) {
      await this.#hold(repository, blob);
    }
    for (const [index, manifest] of manifests.entries()) {
      const reference = index === manifests.length - 1 ? tag : manifest.digest;
      const headers = { 'content-type': manifest.mediaType, 'content-length': manifest.size };
      await this.#send(`/v2/${repository}/manifests/${reference}`, 'PUT', headers, manifest.chunks());
    }
  }

  /**
   * @param {string} repository
   * @param {Content} blob
   */
  async #hold(repository, blob) {
    const key = `${repository} ${blob.digest}`;
    const held = this.#held.get(key) ?? this.#pushOrMount(repository, blob);
    this.#held.set(key, held);
    await held;
  }

  /**
   * @param {string} repository
   * @param {Content} blob
   */
  async #pushOrMount(repository, blob) {
    const pushed = this.#pushed.get(blob.digest);
    if (pushed === undefined) {
      const push = this.#pushBlob(repository, blob);
      this.#pushed.set(blob.digest, push);
      await push;
      return;
    }
    const query = new URLSearchParams({ mount: blob.digest, from: await pushed });
    await this.#send(`/v2/${repository}/blobs/uploads/?${query.toString()}`, 'POST', { 'content-length': 0 }, []);
  }

  /**
   * @param {string} repository
   * @param {Content} blob
   * @returns {Promise<string>} the repository
   */
  async #pushBlob(repository, { digest, size, chunks }) {
    const { headers } = await this.#send(`/v2/${repository}/blobs/uploads/`, 'POST', { 'content-length': 0 }, []);
    const location = new URL(headers.location ?? '', `http://${this.#host}`);
    location.searchParams.set('digest', digest);
    const type = { 'content-type': 'application/octet-stream', 'content-length': size };
    await this.#send(location.pathname + location.search, 'PUT', type, chunks());
    return repository;
  }

  /**
   * @param {string} path
   * @param {string} method
   * @param {import('node:http').OutgoingHttpHeaders} headers
   * @param {Iterable<Buffer>} body
   */
  async #send(path, method, headers, body) {
    const outgoing = request(new URL(path, `http://${this.#host}`), { method, headers, agent: this.#agent });
    /** @type {Promise<import('node:http').IncomingMessage>} */
    const answer = new Promise((done, fail) => outgoing.once('response', done).once('error', fail));
    const [response] = await Promise.all([answer, pipeline(Readable.from(body), outgoing)]);
    response.resume();
    const status = response.statusCode ?? 0;
    if (status < 200 || status > 299) {
      throw new Error(`Pushing the images to be copied: ${method} ${path} answered ${status}.`);
    }
    return response;
  }
}
