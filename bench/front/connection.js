/** @import { ExchangeEnd, FrontRequest, FrontServices, HttpHead } from './types.js' */
/** @import { Socket } from 'node:net' */

import { createBodyMeter } from './body-meter.js';
import { OwnAnswer } from './answer.js';
import { Exchange } from './exchange.js';
import { judge } from './policy.js';
import { readRequest } from './request.js';
import { parseHead } from './http-head.js';

/** Some tools try TLS first. A server without it that answers in plain text, as Go's do, is known for what it is at once. */
const tlsHandshake = 0x16;
const badRequest = 'HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n400 Bad Request';
const nothing = Buffer.alloc(0);

/**
 * One client's connection: its requests, one after another. Each is counted, held back for as long as a round trip takes,
 * and then answered here or handed on. Bodies pass through as they come.
 */
export class FrontConnection {
  #client;
  #services;
  /** @type {Buffer} what has come and belongs to no request yet */
  #waiting = nothing;
  /** @type {Exchange | OwnAnswer | undefined} */
  #exchange;
  #isHeld = false;

  /**
   * @param {Socket} client
   * @param {FrontServices} services
   */
  constructor(client, services) {
    this.#client = client;
    this.#services = services;
    client.on('data', (bytes) => {
      this.#take(bytes);
    });
    client.on('error', () => client.destroy());
    client.on('close', () => this.#exchange?.abort());
  }

  /** @param {Buffer} bytes */
  #take(bytes) {
    const isBody = this.#exchange?.hasWholeRequest === false;
    const taken = isBody ? (this.#exchange?.takeFromClient(bytes) ?? 0) : 0;
    if (taken < bytes.length) {
      this.#waiting = Buffer.concat([this.#waiting, bytes.subarray(taken)]);
      this.#start();
    }
  }

  #start() {
    if (this.#waiting[0] === tlsHandshake) {
      this.#client.end(badRequest);
      return;
    }
    const head = this.#isHeld || this.#exchange !== undefined ? undefined : parseHead(this.#waiting);
    if (head === undefined) {
      return;
    }
    const request = readRequest(head.startLine);
    const { counters, settings } = this.#services;
    counters.requests[request.kind] += 1;
    if (settings.delayMs === 0) {
      this.#open(head, request);
      return;
    }
    this.#isHeld = true;
    this.#client.pause();
    setTimeout(() => {
      this.#isHeld = false;
      if (!this.#client.destroyed) {
        this.#client.resume();
        this.#open(head, request);
      }
    }, settings.delayMs);
  }

  /**
   * @param {HttpHead} head
   * @param {FrontRequest} request
   */
  #open(head, request) {
    const [headBytes, rest] = [this.#waiting.subarray(0, head.byteLength), this.#waiting.subarray(head.byteLength)];
    this.#waiting = nothing;
    const asksToClose = head.headers.get('connection')?.toLowerCase() === 'close';
    this.#answer(head, headBytes, request, ({ bytesIn, bytesOut, isReusable }) => {
      this.#services.counters.bytesIn += bytesIn;
      this.#services.counters.bytesOut += bytesOut;
      this.#exchange = undefined;
      if (isReusable && !asksToClose) {
        this.#start();
      } else {
        this.#client.end();
      }
    });
    if (rest.length > 0) {
      this.#take(rest);
    }
  }

  /**
   * @param {HttpHead} head
   * @param {Buffer} headBytes
   * @param {FrontRequest} request
   * @param {ExchangeEnd} end
   */
  #answer(head, headBytes, request, end) {
    const [verdict, meter] = [judge(head, request, this.#services), createBodyMeter(head, 'nothing')];
    const isHead = request.method === 'HEAD';
    if (verdict.kind === 'answer') {
      const answer = { answer: verdict.answer, needsForm: request.kind === 'token', isHead };
      const exchange = new OwnAnswer(this.#client, meter, answer, end);
      this.#exchange = exchange;
      exchange.start();
    } else {
      const handedOn = { isHead, extraHeaders: verdict.extraHeaders };
      const exchange = new Exchange(this.#client, this.#services.upstreams.take(), meter, handedOn, end);
      this.#exchange = exchange;
      exchange.start(headBytes);
    }
  }
}
