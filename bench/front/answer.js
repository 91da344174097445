/** @import { BodyMeter, ExchangeEnd, FrontAnswer } from './types.js' */
/** @import { Socket } from 'node:net' */

/** No form of a token service is longer. */
const maxFormBytes = 64 * 1024;

/**
 * A request that the front answers itself: at once, or when its form has come. Its body is read to its end all the same,
 * so that the connection can go on.
 */
export class OwnAnswer {
  #client;
  #meter;
  #answer;
  #end;
  #form = '';
  #bytesOut = 0;

  /**
   * @param {Socket} client
   * @param {BodyMeter} meter
   * @param {{ answer: (form: string) => FrontAnswer, needsForm: boolean, isHead: boolean }} answer
   * @param {ExchangeEnd} end
   */
  constructor(client, meter, answer, end) {
    this.#client = client;
    this.#meter = meter;
    this.#answer = answer;
    this.#end = end;
  }

  start() {
    if (!this.#answer.needsForm) {
      this.#send();
    }
    this.#endWithRequest();
  }

  get hasWholeRequest() {
    return this.#meter.isDone;
  }

  /** @param {Buffer} bytes */
  takeFromClient(bytes) {
    const taken = this.#meter.take(bytes);
    if (this.#answer.needsForm && this.#form.length < maxFormBytes) {
      this.#form += bytes.toString('latin1', 0, taken);
    }
    this.#endWithRequest();
    return taken;
  }

  abort() {
    // Nothing is held.
  }

  #send() {
    const { head, body } = this.#answer.answer(this.#form);
    this.#client.write(this.#answer.isHead ? head : head + body, 'utf8');
    this.#bytesOut = this.#answer.isHead ? 0 : Buffer.byteLength(body);
  }

  #endWithRequest() {
    if (!this.#meter.isDone) {
      return;
    }
    if (this.#answer.needsForm) {
      this.#send();
    }
    this.#end({ bytesIn: this.#meter.bodyBytes, bytesOut: this.#bytesOut, isReusable: true });
  }
}
