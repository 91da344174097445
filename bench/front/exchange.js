/** @import { BodyMeter, ExchangeEnd, Upstream } from './types.js' */
/** @import { Socket } from 'node:net' */

import { createBodyMeter, createEmptyMeter } from './body-meter.js';
import { parseHead, statusOf } from './http-head.js';

const firstLineEnd = Buffer.from('\r\n');
const nothing = Buffer.alloc(0);
const badGateway = 'HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** A request that is handed on, and its answer, which may begin before the request has ended: the end of both ends it. */
export class Exchange {
  #client;
  #upstream;
  #requestMeter;
  #request;
  #end;
  /** @type {BodyMeter | undefined} until the head of the answer is there */
  #answerMeter;
  /** @type {Buffer} */
  #head = nothing;
  #isUpstreamReusable = true;
  #isOver = false;

  /**
   * @param {Socket} client
   * @param {Upstream} upstream
   * @param {BodyMeter} requestMeter
   * @param {{ isHead: boolean, extraHeaders: string }} request `extraHeaders` go into the answer
   * @param {ExchangeEnd} end
   */
  constructor(client, upstream, requestMeter, request, end) {
    this.#client = client;
    this.#upstream = upstream;
    this.#requestMeter = requestMeter;
    this.#request = request;
    this.#end = end;
  }

  get hasWholeRequest() {
    return this.#requestMeter.isDone;
  }

  /** @param {Buffer} headBytes as the client sent them, so that the registry sees the name it is called by */
  start(headBytes) {
    this.#upstream.owner = this;
    this.#upstream.socket.write(headBytes);
  }

  /** @param {Buffer} bytes */
  takeFromClient(bytes) {
    const taken = this.#requestMeter.take(bytes);
    passOn(taken === bytes.length ? bytes : bytes.subarray(0, taken), this.#client, this.#upstream.socket);
    this.#finishIfDone();
    return taken;
  }

  /** @param {Buffer} bytes */
  takeFromUpstream(bytes) {
    if (this.#answerMeter !== undefined) {
      this.#takeBody(this.#answerMeter, bytes);
      return;
    }
    this.#head = this.#head.length === 0 ? bytes : Buffer.concat([this.#head, bytes]);
    const head = parseHead(this.#head);
    if (head === undefined) {
      return;
    }
    const rest = this.#head.subarray(head.byteLength);
    this.#writeHead(this.#head.subarray(0, head.byteLength));
    this.#head = nothing;
    const status = statusOf(head);
    if (status >= 200) {
      const isEmpty = this.#request.isHead || status === 204 || status === 304;
      this.#answerMeter = isEmpty ? createEmptyMeter() : createBodyMeter(head, 'until-close');
      this.#isUpstreamReusable = head.headers.get('connection')?.toLowerCase() !== 'close';
    }
    if (rest.length > 0 || status >= 200) {
      this.takeFromUpstream(rest);
    }
  }

  upstreamClosed() {
    if (this.#answerMeter === undefined) {
      this.#client.write(badGateway);
    }
    this.#finish(false);
  }

  /** The client has gone. */
  abort() {
    this.#isUpstreamReusable = false;
    this.#finish(false);
  }

  /** @param {Buffer} bytes */
  #writeHead(bytes) {
    const { extraHeaders } = this.#request;
    const at = extraHeaders === '' ? 0 : bytes.indexOf(firstLineEnd) + firstLineEnd.length;
    if (at > 0) {
      this.#client.write(Buffer.concat([bytes.subarray(0, at), Buffer.from(extraHeaders)]));
    }
    this.#client.write(bytes.subarray(at));
  }

  /**
   * @param {BodyMeter} meter
   * @param {Buffer} bytes
   */
  #takeBody(meter, bytes) {
    const taken = meter.take(bytes);
    passOn(taken === bytes.length ? bytes : bytes.subarray(0, taken), this.#upstream.socket, this.#client);
    this.#finishIfDone();
  }

  #finishIfDone() {
    if (this.#answerMeter?.isDone === true && this.#requestMeter.isDone) {
      this.#finish(true);
    }
  }

  /** @param {boolean} isWhole */
  #finish(isWhole) {
    if (this.#isOver) {
      return;
    }
    this.#isOver = true;
    this.#upstream.owner = undefined;
    this.#upstream.release(isWhole && this.#isUpstreamReusable);
    // Whoever was to wait for the other has no other any more.
    this.#client.resume();
    this.#end({
      bytesIn: this.#requestMeter.bodyBytes,
      bytesOut: this.#answerMeter?.bodyBytes ?? 0,
      isReusable: isWhole && this.#isUpstreamReusable,
    });
  }
}

/**
 * @param {Buffer} bytes
 * @param {Socket} from waits where `to` takes no more
 * @param {Socket} to
 */
function passOn(bytes, from, to) {
  if (bytes.length > 0 && !to.write(bytes)) {
    from.pause();
    to.once('drain', () => {
      from.resume();
    });
  }
}
