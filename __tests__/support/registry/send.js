/** @import { ServerResponse } from 'node:http' */
/** @import { Content, Reply, RequestRecord } from './types.js' */

import { once } from 'node:events';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import { wait } from './wait.js';

/**
 * @param {ServerResponse} response
 * @param {Reply} reply
 * @param {RequestRecord} record
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export async function sendReply(response, reply, record, signal) {
  if (reply.reset === true) {
    resetSocket(response);
    return;
  }
  for (const status of reply.informational ?? []) {
    sendInformational(response, status);
  }
  const { body } = reply;
  Object.assign(record, { status: reply.status });
  response.writeHead(reply.status, { ...lengthHeader(reply), ...reply.headers });
  if (body !== undefined && record.method !== 'HEAD') {
    await sendBody(response, body, reply, record, signal);
  }
  if (reply.cutAfterBytes === undefined) {
    response.end();
  } else {
    cutSocket(response);
  }
}

/**
 * @param {ServerResponse} response
 * @param {100 | 102 | 103} status
 */
function sendInformational(response, status) {
  switch (status) {
    case 100:
      response.writeContinue();
      break;
    case 102:
      response.writeProcessing();
      break;
    case 103:
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      break;
  }
}

/** @param {ServerResponse} response */
export function resetSocket(response) {
  const { socket } = response;
  // Only a plain socket can send RST.
  if (socket instanceof Socket && !(socket instanceof TLSSocket)) {
    socket.resetAndDestroy();
  }
  response.destroy();
}

/**
 * Closes the connection once what was written has left.
 *
 * @param {ServerResponse} response
 */
function cutSocket(response) {
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
 * @param {ServerResponse} response
 * @param {Content} body
 * @param {Reply} reply
 * @param {RequestRecord} record
 * @param {AbortSignal} signal
 */
async function sendBody(response, body, { cutAfterBytes, stall, everyMs }, record, signal) {
  const end = Math.min(body.size, cutAfterBytes ?? Infinity);
  const pause = Math.min(end, stall?.afterBytes ?? 0);
  response.flushHeaders();
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
 * @param {ServerResponse} response
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
