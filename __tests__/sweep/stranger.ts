import { once } from 'node:events';
import { type IncomingHttpHeaders, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it gives to everybody, and whoever sent a client there for it may be shown: the only credential that is no secret. */
export const strangersToken = 'Bearer of-the-stranger';

/** A host that nobody means to speak to, and that asks for credentials as temptingly as it can. It has nothing. */
export interface Stranger {
  readonly origin: string;
  /** What it was shown that was not its own. */
  readonly stolen: readonly string[];
  forget(): void;
  stop(): Promise<void>;
}

export async function startStranger(): Promise<Stranger> {
  const stolen: string[] = [];
  const server = createServer((request, response) => {
    stolen.push(...secretsIn(request.headers));
    const { host = '', authorization } = request.headers;
    request.resume().on('end', () => {
      if (request.url?.startsWith('/token') === true) {
        response.end(JSON.stringify({ token: strangersToken.replace('Bearer ', '') }));
      } else if (authorization === strangersToken) {
        response.writeHead(404, { 'content-type': 'application/json' }).end('{"errors":[{"code":"NAME_UNKNOWN"}]}');
      } else {
        response
          .writeHead(401, { 'www-authenticate': [`Bearer realm="http://${host}/token"`, 'Basic realm="stranger"'] })
          .end();
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://localhost:${port}`,
    stolen,
    forget: () => {
      stolen.length = 0;
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function secretsIn({ authorization, cookie, 'proxy-authorization': proxy }: IncomingHttpHeaders): readonly string[] {
  return [authorization, cookie, proxy].filter((value) => value !== undefined && value !== strangersToken) as string[];
}
