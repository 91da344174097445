/** @import { FaultEffect } from './fault-types.js' */
/** @import { Content, Exchange, HandOn, Reply } from './types.js' */

import { bytesOf, memoryContent } from './content.js';
import { errorReply, jsonReply, textReply } from './reply.js';
import { wait } from './wait.js';

/** @type {Reply} */
const resetReply = { status: 0, headers: {}, reset: true };

/**
 * What effects need of the registry.
 *
 * @typedef {object} EffectTools
 * @property {HandOn} carryOut answers as a registry that behaves
 * @property {() => void} loseUpload forgets the session that the request names
 * @property {() => void} revokeTokens ends every token
 * @property {(query: string) => void} useUploadQuery of the sessions that are opened from now on, once
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
  if (effect.revokeTokens === true) {
    tools.revokeTokens();
  }
  const reply = (await replaceReply(effect, exchange)) ?? (await carryOut(effect, exchange, tools));
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
  const redirect = effect.redirectLoop === true ? exchange.url.href : effect.redirect;
  if (effect.status === undefined && redirect === undefined) {
    return undefined;
  }
  if (effect.early !== true) {
    await readAtLeast(exchange, Infinity);
  }
  return redirect === undefined
    ? statusReply(effect, effect.status ?? 500)
    : { status: effect.status ?? 307, headers: { location: redirect } };
}

/**
 * @param {FaultEffect} effect
 * @param {Exchange} exchange
 * @param {EffectTools} tools
 * @returns {Promise<Reply>}
 */
async function carryOut(effect, exchange, tools) {
  if (effect.loseUpload === true) {
    tools.loseUpload();
  }
  if (effect.uploadQuery !== undefined) {
    tools.useUploadQuery(effect.uploadQuery);
  }
  const reply = await (effect.answer?.(exchange, tools.carryOut) ?? tools.carryOut());
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
  if (reply.body === undefined) {
    return reply;
  }
  const body = withoutFields(reply.body, effect.omitFields);
  return {
    ...reply,
    ...withUntold(
      padded(flipped(truncated(body, effect.truncate), effect.flipBit), effect.extraBytes),
      reply.headers,
      effect.extraBytesUntold,
    ),
    ...(effect.cutBody === undefined ? {} : { cutAfterBytes: effect.cutBody }),
    ...(effect.stallMs === undefined && effect.stallUntil === undefined
      ? {}
      : { stall: { afterBytes: effect.stallAfterBytes ?? 0, ms: effect.stallMs ?? 0, until: effect.stallUntil } }),
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
  const location = headers.get('location');
  if (effect.location !== undefined && typeof location === 'string') {
    setHeader(headers, 'location', effect.location(location));
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
    : { size: body.size + extra, read: (start, end) => [...body.read(start, end), zeros(start, end, body.size)] };
}

/**
 * @param {number} start
 * @param {number} end exclusive
 * @param {number} from where they begin
 * @returns {Buffer}
 */
function zeros(start, end, from) {
  return Buffer.alloc(Math.max(0, end - Math.max(start, from)));
}

/**
 * @param {Content} body
 * @param {Reply['headers']} headers
 * @param {number | undefined} extra
 * @returns {Pick<Reply, 'body' | 'headers'>}
 */
function withUntold(body, headers, extra) {
  return extra === undefined
    ? { body, headers }
    : { body: padded(body, extra), headers: { ...headers, 'content-length': String(body.size) } };
}

/**
 * @param {Content} body
 * @param {readonly string[] | undefined} names
 * @returns {Content}
 */
function withoutFields(body, names) {
  if (names === undefined) {
    return body;
  }
  /** @type {unknown} */
  const fields = JSON.parse(bytesOf(body).toString('utf8'));
  const kept = Object.entries(/** @type {object} */ (fields)).filter(([name]) => !names.includes(name));
  return memoryContent([Buffer.from(JSON.stringify(Object.fromEntries(kept)))]);
}
