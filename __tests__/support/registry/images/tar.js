import { gzipSync } from 'node:zlib';

const blockBytes = 512;

/**
 * A file in the archive.
 *
 * @typedef {object} TarFile
 * @property {string} name
 * @property {string} text
 */

/**
 * @param {readonly TarFile[]} files
 * @returns {Buffer}
 */
export function makeTar(files) {
  const entries = files.flatMap(({ name, text }) => {
    const bytes = Buffer.from(text);
    const padding = Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes);
    return [header(name, bytes.length), bytes, padding];
  });
  return Buffer.concat([...entries, Buffer.alloc(2 * blockBytes)]);
}

/**
 * Stored, not compressed, so that no version of zlib makes other bytes of it.
 *
 * @param {Buffer} bytes
 * @returns {Buffer}
 */
export function gzip(bytes) {
  return gzipSync(bytes, { level: 0 });
}

/**
 * The header of a ustar archive, as POSIX lays it out.
 *
 * @param {string} name
 * @param {number} size
 * @returns {Buffer}
 */
function header(name, size) {
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
