import { type AddressInfo, type Socket, connect, createServer } from 'node:net';

/** The first byte of a TLS handshake. Source: RFC 8446 §5.1. */
const handshake = 22;

export interface TwoInOne {
  /** `127.0.0.1:port` */
  readonly host: string;
  stop(): Promise<void>;
}

/**
 * One port that speaks plain http and TLS, as some proxies do: what begins a handshake is passed to one host, all else to the other.
 */
export async function startTwoInOne(plain: string, secure: string): Promise<TwoInOne> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy()).on('close', () => sockets.delete(client));
    client.once('data', (first: Buffer) => {
      client.pause();
      const [host = '', port = ''] = (first[0] === handshake ? secure : plain).split(':');
      const upstream = connect(Number(port), host);
      upstream.on('error', () => client.destroy());
      upstream.write(first);
      client.pipe(upstream).pipe(client);
    });
  });
  await new Promise<void>((done, fail) => server.once('error', fail).listen(0, '127.0.0.1', done));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
