// Runs the k6 script beside it on the embedded engine, against a server of its own:
//   npm ci && node examples/run-script.mjs
import { once } from 'node:events';
import { createServer } from 'node:http';
import { processIo, runScript } from '@headroom/engine';

const server = createServer((_request, response) => response.end('{"state":"up"}')).listen(0, '127.0.0.1');
await once(server, 'listening');

const io = { ...processIo(), cwd: import.meta.dirname };
const base = `http://127.0.0.1:${server.address().port}`;
process.exitCode = await runScript(['-e', `BASE=${base}`, 'checked-requests.js'], io);

server.closeAllConnections();
server.close();
