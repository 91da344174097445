/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { Http2ServerRequest, Http2ServerResponse } from 'node:http2' */
/** @import { Backend } from '../backend.js' */
/** @import { Faults } from '../faults/faults.js' */
/** @import { Journal } from './journal.js' */
/** @import { RegistryOptions } from '../options.js' */
/** @import { Exchange, HandOn, ListenerName, Reply } from '../types.js' */

import { dispatch } from './dispatch.js';
import { changeExchange, openExchange } from './exchange.js';
import { answerWithFault } from '../faults/fault-effects.js';
import { Listener } from './listener.js';
import { errorReply } from './reply.js';
import { resetConnection, sendReply } from './send.js';

/** The listeners, and the way of a request from its head to the end of its answer. */
export class Server {
  #backend;
  #journal;
  #faults;
  #main;
  #carryOut;

  /** @type {readonly Listener[]} */
  #listeners;

  /**
   * @param {Backend} backend
   * @param {Journal} journal
   * @param {Faults} faults
   * @param {(exchange: Exchange) => Promise<Reply>} [carryOut] what answers where nothing goes wrong, default the backend
   */
  constructor(backend, journal, faults, carryOut = (exchange) => dispatch(backend, exchange)) {
    this.#backend = backend;
    this.#journal = journal;
    this.#faults = faults;
    this.#carryOut = carryOut;
    this.#main = this.#listener('main');
    this.#listeners = [this.#main, ...extraListeners(backend.options).map((name) => this.#listener(name))];
  }

  get host() {
    return this.#main.host;
  }

  get origin() {
    return this.#main.origin;
  }

  get openSockets() {
    return this.#listeners.reduce((sum, listener) => sum + listener.openSockets, 0);
  }

  async listen() {
    for (const listener of this.#listeners) {
      await listener.listen();
      this.#backend.origins.set(listener.name, listener.namedOrigin);
    }
  }

  async close() {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  /**
   * @param {ListenerName} name
   * @returns {Listener}
   */
  #listener(name) {
    /** @type {Listener} */
    const listener = new Listener(name, this.#backend.options, (request, response) => {
      void this.#serve(listener, request, response);
    });
    return listener;
  }

  /**
   * @param {Listener} listener
   * @param {IncomingMessage | Http2ServerRequest} request
   * @param {ServerResponse | Http2ServerResponse} response
   */
  async #serve(listener, request, response) {
    const exchange = openExchange(this.#journal, listener, request);
    const gone = new AbortController();
    response.on('close', () => {
      gone.abort();
    });
    try {
      await sendReply(response, await this.#answer(exchange, gone.signal), exchange.record, gone.signal);
    } catch (error) {
      // If the client went away, or sent less than it announced, nobody is left to be told.
      const isHeard = !gone.signal.aborted && !response.headersSent;
      if (isHeard) {
        // The client may go away while it is told.
        await sendReply(response, brokenReply(error), exchange.record, gone.signal).catch(() => {
          resetConnection(response);
        });
      } else {
        resetConnection(response);
      }
    } finally {
      // What an early answer left unread is read on, as servers do: else the next request of the connection would wait behind it for ever.
      request.resume();
      this.#journal.end(exchange.record);
    }
  }

  /**
   * @param {Exchange} exchange
   * @param {AbortSignal} signal
   * @returns {Promise<Reply>}
   */
  #answer(exchange, signal) {
    /** @type {HandOn} */
    const carryOut = (changed) => this.#carryOut(changeExchange(exchange, changed));
    const fault = this.#faults.take(exchange);
    return fault === undefined
      ? carryOut()
      : answerWithFault(fault, exchange, {
          carryOut,
          loseUpload: () => {
            this.#backend.uploads.close(exchange.route.reference);
          },
          revokeTokens: () => {
            this.#backend.grants.revokeAll();
          },
          useUploadQuery: (query) => {
            this.#backend.uploads.nextQuery = query;
          },
          signal,
        });
  }
}

/**
 * @param {RegistryOptions} options
 * @returns {readonly ListenerName[]}
 */
function extraListeners({ auth, cdn, quirks }) {
  /** @type {ListenerName[]} */
  const names = [];
  if (cdn !== undefined && cdn !== false) {
    names.push('cdn');
  }
  if (auth?.kind === 'bearer' && auth.separateHost === true) {
    names.push('token');
  }
  if (quirks?.uploadHost === true) {
    names.push('uploads');
  }
  return names;
}

/**
 * @param {unknown} error
 * @returns {Reply}
 */
function brokenReply(error) {
  return errorReply(500, 'UNKNOWN', `the registry double is broken: ${String(error)}`);
}
