import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { VirtualClock } from './clock.ts';
import type { Network } from './lying-proxy.ts';
import type { DialTcp } from './product.ts';
import { LATENCY_US, MemorySocket } from './socket.ts';

const HOST = '127.0.0.1';
/** Of the first server; the next has the next. */
const FIRST_PORT = 7_420;
const FIRST_CLIENT_PORT = 32_768;

/** The network of one world: servers that listen, and connections to them. No byte leaves the process. */
export class MemoryWire {
  readonly #clock: VirtualClock;
  readonly #servers = new Map<number, Server>();
  #clientPort = FIRST_CLIENT_PORT;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** Gives the `host:port` that it answers on. */
  readonly serve = (server: Server): string => {
    const port = FIRST_PORT + this.#servers.size;
    this.#servers.set(port, server);
    return `${HOST}:${port}`;
  };

  /** For a proxy in this world. */
  get network(): Network {
    const connect = (address: string) => {
      const [host = '', port] = address.split(':');
      return this.#open({ host, port: Number(port) }, undefined);
    };
    return { serve: this.serve, connect };
  }

  /** What the engine dials with. Where nobody serves, the connection is refused. */
  readonly dial: DialTcp = (address, localAddress, onBytes) => {
    const client = this.#open(address, localAddress);
    client.on('data', onBytes);
    // It has all of a net.Socket that the engine uses.
    return client as unknown as Socket;
  };

  #open(address: { readonly host: string; readonly port: number }, localAddress: string | undefined): MemorySocket {
    const server = this.#servers.get(address.port);
    const near = { address: localAddress ?? HOST, port: this.#clientPort++ };
    const far = { address: address.host === 'localhost' ? HOST : address.host, port: address.port };
    const client = new MemorySocket(this.#clock, { local: near, remote: far }, false);
    this.#clock.afterUs(LATENCY_US, () => {
      if (client.destroyed) return;
      if (server === undefined) {
        this.#clock.afterUs(LATENCY_US, () => client.destroy(refused(far)));
        return;
      }
      const accepted = new MemorySocket(this.#clock, { local: far, remote: near }, true);
      client.join(accepted);
      accepted.join(client);
      server.emit('connection', accepted);
      this.#clock.afterUs(LATENCY_US, () => {
        if (!client.destroyed) client.emit('connect');
      });
    });
    return client;
  }
}

function refused({ address, port }: { address: string; port: number }): Error {
  const message = `connect ECONNREFUSED ${address}:${port}`;
  return Object.assign(new Error(message), { code: 'ECONNREFUSED', syscall: 'connect', address, port });
}
