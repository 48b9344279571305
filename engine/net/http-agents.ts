import http from 'node:http';
import https from 'node:https';
import { connect, type NetConnectOpts } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { overTls } from './dial.ts';

/** Node's agents, with a pool of connections for each VU, as k6 has. */
export class HttpAgents {
  readonly plain = new PerVuAgent({ keepAlive: true, keepAliveMsecs: 30_000, noDelay: true });
  readonly secure = new PerVuSecureAgent({ keepAlive: true, keepAliveMsecs: 30_000, noDelay: true });

  /** Closes the idle connections of a VU. */
  forget(vuId: number): void {
    for (const agent of [this.plain, this.secure]) {
      for (const [name, sockets] of Object.entries(agent.freeSockets)) {
        if (name.startsWith(`${vuId}|`)) for (const socket of [...(sockets ?? [])]) socket.destroy();
      }
    }
  }

  dispose(): void {
    this.plain.destroy();
    this.secure.destroy();
  }
}

export interface VuOptions extends https.RequestOptions {
  readonly vuId?: number;
}

class PerVuAgent extends http.Agent {
  override getName(options?: VuOptions): string {
    return `${options?.vuId}|${super.getName(options as http.ClientRequestArgs)}`;
  }
}

class PerVuSecureAgent extends https.Agent {
  override getName(options?: VuOptions): string {
    return `${options?.vuId}|${super.getName(options)}`;
  }

  override createConnection(options: VuOptions): TLSSocket {
    return overTls(connect(options as NetConnectOpts), options as ConnectionOptions);
  }
}
