import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Found, Peer } from './peer.ts';
import { EVERY_SECONDS, TEXT } from './scene.ts';

/** Locust (MIT) where `locust` and the Python package websocket-client are installed. */
function find(): Found {
  const { status, stdout } = spawnSync('locust', ['--version'], { encoding: 'utf8' });
  if (status !== 0) return 'Locust: not installed (pip install locust websocket-client)';
  return peer(/\d+\.\d+\.\d+/.exec(stdout)?.[0] ?? 'unknown');
}

const peer = (version: string): Peer => ({
  name: 'Locust',
  version,
  start({ address, sessions, perSecond, staySeconds }, folder) {
    const script = path.join(folder, 'locustfile.py');
    const says = path.join(folder, 'locust-says.json');
    writeFileSync(script, SCRIPT);
    const seconds = Math.ceil(sessions / perSecond + staySeconds + 5);
    return {
      file: 'locust',
      args: [
        ...['-f', script, '--headless', '--only-summary', '--loglevel', 'ERROR'],
        ...['-u', `${sessions}`, '-r', `${perSecond}`, '--run-time', `${seconds}s`],
      ],
      env: { ADDRESS: address, STAY_SECONDS: `${staySeconds}`, SAYS: says },
      says: () => JSON.parse(readFileSync(says, 'utf8')),
    };
  },
});

const SCRIPT = `import json, os, time
import gevent, websocket
from locust import User, constant, events, task

says = {"sessions": 0, "refused": 0, "sent": 0, "received": 0}

def rest():
    gevent.sleep(1_000_000)  # a user who ends is replaced by another one

class Session(User):
    wait_time = constant(0)

    @task
    def talk(self):
        try:
            socket = websocket.create_connection("ws://" + os.environ["ADDRESS"], timeout=60)
        except Exception as error:
            says["refused"] += 1
            self.environment.events.request.fire(
                request_type="WS", name="connect", response_time=0, response_length=0, exception=error)
            return rest()
        says["sessions"] += 1
        ends = time.time() + float(os.environ["STAY_SECONDS"])
        while time.time() < ends:
            next_one = time.time() + ${EVERY_SECONDS}
            socket.send("${TEXT}")
            says["sent"] += 1
            socket.recv()
            says["received"] += 1
            gevent.sleep(max(0, next_one - time.time()))
        socket.close()
        rest()

@events.quitting.add_listener
def write(environment, **_):
    with open(os.environ["SAYS"], "w") as file:
        json.dump(says, file)
`;

export const locust = { name: 'Locust', find };
