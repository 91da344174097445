/** @import { ServerResponse } from 'node:http' */
/** @import { Http2ServerResponse } from 'node:http2' */
/** @import { Writable } from 'node:stream' */
/** @import { Content, Reply, RequestRecord } from '../types.js' */

import { once } from 'node:events';
import { constants } from 'node:http2';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { wait } from './wait.js';

/**
 * @param {ServerResponse | Http2ServerResponse} response
 * @param {Reply} reply
 * @param {RequestRecord} record
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export async function sendReply(response, reply, record, signal) {
  if (reply.reset === true) {
    resetConnection(response);
    return;
  }
  for (const status of reply.informational ?? []) {
    sendInformational(response, status);
  }
  const { body } = reply;
  Object.assign(record, { status: reply.status });
  writeHead(response, reply.status, { ...lengthHeader(reply), ...reply.headers });
  if (body !== undefined && record.method !== 'HEAD') {
    if (!('stream' in response)) {
      response.flushHeaders();
    }
    await sendBody(response, body, reply, record, signal);
  }
  if (reply.cutAfterBytes === undefined) {
    response.end();
  } else {
    cutConnection(response);
  }
}

/**
 * @param {ServerResponse | Http2ServerResponse} response
 * @param {number} status
 * @param {Record<string, string | string[]>} headers
 */
function writeHead(response, status, { 'transfer-encoding': coding, ...headers }) {
  if ('stream' in response) {
    // HTTP/2 has no codings of the transfer.
    response.writeHead(status, headers);
  } else {
    response.writeHead(status, coding === undefined ? headers : { ...headers, 'transfer-encoding': coding });
  }
}

/**
 * @param {ServerResponse | Http2ServerResponse} response
 * @param {100 | 102 | 103} status
 */
function sendInformational(response, status) {
  switch (status) {
    case 100:
      response.writeContinue();
      break;
    case 102:
      if ('stream' in response) {
        response.stream.additionalHeaders({ ':status': 102 });
      } else {
        response.writeProcessing();
      }
      break;
    case 103:
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      break;
  }
}

/** @param {ServerResponse | Http2ServerResponse} response */
export function resetConnection(response) {
  if ('stream' in response) {
    response.stream.session?.destroy();
    return;
  }
  const { socket } = response;
  // Only a plain socket can send RST.
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) {
    socket.resetAndDestroy();
  }
  response.destroy();
}

/**
 * Closes the connection, or of HTTP/2 the stream, once what was written has left.
 *
 * @param {ServerResponse | Http2ServerResponse} response
 */
function cutConnection(response) {
  if ('stream' in response) {
    const { stream } = response;
    stream.write('', () => {
      stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    });
    return;
  }
  response.socket?.end(() => response.destroy());
}

/**
 * @param {Reply} reply
 * @returns {Record<string, string>}
 */
function lengthHeader(reply) {
  const isUnknown = reply.headers['transfer-encoding'] !== undefined;
  return isUnknown || reply.status === 204 || reply.status === 304
    ? {}
    : { 'content-length': String(reply.body?.size ?? 0) };
}

/**
 * @param {Writable} response
 * @param {Content} body
 * @param {Reply} reply
 * @param {RequestRecord} record
 * @param {AbortSignal} signal
 */
async function sendBody(response, body, { cutAfterBytes, stall, everyMs }, record, signal) {
  const end = Math.min(body.size, cutAfterBytes ?? Infinity);
  const pause = Math.min(end, stall?.afterBytes ?? 0);
  if (everyMs !== undefined) {
    for (let sent = 0; sent < end; sent += 1) {
      await sendPart(response, body.read(sent, sent + 1), record, signal);
      await wait(everyMs, signal);
    }
    return;
  }
  await sendPart(response, body.read(0, pause), record, signal);
  if (stall !== undefined) {
    await wait(stall.ms, signal);
    await stall.until;
  }
  await sendPart(response, body.read(pause, end), record, signal);
}

/**
 * @param {Writable} response
 * @param {Iterable<Buffer>} chunks
 * @param {RequestRecord} record
 * @param {AbortSignal} signal
 */
async function sendPart(response, chunks, record, signal) {
  for (const chunk of chunks) {
    signal.throwIfAborted();
    Object.assign(record, { bytesOut: record.bytesOut + chunk.length });
    if (!response.write(chunk)) {
      await once(response, 'drain', { signal });
    }
  }
}
