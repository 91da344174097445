/** @import { FaultEffect } from './fault-types.js' */
/** @import { Content, Exchange, Reply } from './types.js' */

import { errorReply, jsonReply, textReply } from './reply.js';
import { wait } from './wait.js';

/** @type {Reply} */
const resetReply = { status: 0, headers: {}, reset: true };

/**
 * What effects need of the registry.
 *
 * @typedef {object} EffectTools
 * @property {() => Promise<Reply>} carryOut answers as a registry that behaves
 * @property {() => void} loseUpload forgets the session that the request names
 * @property {AbortSignal} signal the connection is gone
 */

/**
 * @param {FaultEffect} effect
 * @param {Exchange} exchange
 * @param {EffectTools} tools
 * @returns {Promise<Reply>}
 */
export async function answerWithFault(effect, exchange, tools) {
  await wait(effect.delayMs ?? 0, tools.signal);
  await effect.holdUntil;
  const reply = (await replaceReply(effect, exchange)) ?? (await carryOut(effect, tools));
  return withHeaders(effect, withBody(effect, reply));
}

/**
 * The effects that keep the request from being carried out.
 *
 * @param {FaultEffect} effect
 * @param {Exchange} exchange
 * @returns {Promise<Reply | undefined>}
 */
async function replaceReply(effect, exchange) {
  if (effect.resetAfterBytesIn !== undefined) {
    await readAtLeast(exchange, effect.resetAfterBytesIn);
    return resetReply;
  }
  if (effect.reset === true) {
    return resetReply;
  }
  if (effect.status === undefined && effect.redirect === undefined) {
    return undefined;
  }
  if (effect.early !== true) {
    await readAtLeast(exchange, Infinity);
  }
  return effect.redirect === undefined
    ? statusReply(effect, effect.status ?? 500)
    : { status: effect.status ?? 307, headers: { location: effect.redirect } };
}

/**
 * @param {FaultEffect} effect
 * @param {EffectTools} tools
 * @returns {Promise<Reply>}
 */
async function carryOut(effect, tools) {
  if (effect.loseUpload === true) {
    tools.loseUpload();
  }
  const reply = await tools.carryOut();
  if (effect.commitThenReset === true) {
    return resetReply;
  }
  return effect.commitThenStatus === undefined ? reply : statusReply(effect, effect.commitThenStatus);
}

/**
 * @param {Exchange} exchange
 * @param {number} bytes
 */
async function readAtLeast(exchange, bytes) {
  const chunks = exchange.body[Symbol.asyncIterator]();
  while (exchange.record.bytesIn < bytes && (await chunks.next()).done !== true);
}

/**
 * @param {FaultEffect} effect
 * @param {number} status
 * @returns {Reply}
 */
function statusReply(effect, status) {
  const { body, code } = effect;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    return textReply(status, 'text/plain', body);
  }
  return body === undefined
    ? errorReply(status, code ?? 'UNKNOWN', effect.message ?? 'unknown error')
    : jsonReply(status, body);
}

/**
 * @param {FaultEffect} effect
 * @param {Reply} reply
 * @returns {Reply}
 */
function withBody(effect, reply) {
  const { body } = reply;
  if (body === undefined) {
    return reply;
  }
  return {
    ...reply,
    body: padded(flipped(truncated(body, effect.truncate), effect.flipBit), effect.extraBytes),
    ...(effect.cutBody === undefined ? {} : { cutAfterBytes: effect.cutBody }),
    ...(effect.stallMs === undefined ? {} : { stall: { afterBytes: effect.stallAfterBytes ?? 0, ms: effect.stallMs } }),
  };
}

/**
 * @param {FaultEffect} effect
 * @param {Reply} reply
 * @returns {Reply}
 */
function withHeaders(effect, reply) {
  const { digestHeader } = effect;
  const headers = new Map(Object.entries(reply.headers));
  if (digestHeader !== undefined) {
    setHeader(headers, 'docker-content-digest', digestHeader === false ? undefined : digestHeader);
  }
  for (const [name, value] of Object.entries(effect.headers ?? {})) {
    setHeader(headers, name.toLowerCase(), value);
  }
  return { ...reply, headers: Object.fromEntries(headers) };
}

/**
 * @param {Map<string, string | string[]>} headers
 * @param {string} name
 * @param {string | string[] | undefined} value undefined: it is taken away
 */
function setHeader(headers, name, value) {
  if (value === undefined) {
    headers.delete(name);
  } else {
    headers.set(name, value);
  }
}

/**
 * @param {Content} body
 * @param {number | undefined} size
 * @returns {Content}
 */
function truncated(body, size) {
  return size === undefined || size >= body.size ? body : { size, read: (start, end) => body.read(start, end) };
}

/**
 * @param {Content} body
 * @param {number | undefined} offset
 * @returns {Content}
 */
function flipped(body, offset) {
  return offset === undefined
    ? body
    : { size: body.size, read: (start, end) => flip(body.read(start, end), offset - start) };
}

/**
 * @param {Iterable<Buffer>} chunks
 * @param {number} offset
 * @returns {Iterable<Buffer>}
 */
function* flip(chunks, offset) {
  let position = 0;
  for (const chunk of chunks) {
    const index = offset - position;
    position += chunk.length;
    const value = chunk[index];
    if (value === undefined) {
      yield chunk;
      continue;
    }
    const copy = Buffer.from(chunk);
    copy[index] = value ^ 1;
    yield copy;
  }
}

/**
 * @param {Content} body
 * @param {number | undefined} extra
 * @returns {Content}
 */
function padded(body, extra) {
  return extra === undefined
    ? body
    : { size: body.size + extra, read: (start) => [...body.read(start, body.size), Buffer.alloc(extra)] };
}
